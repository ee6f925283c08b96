package dev.wsdoctor.rule;

import dev.wsdoctor.application.Needs.OriginRule;
import dev.wsdoctor.application.Recognition;
import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.FileView;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Nginx;
import dev.wsdoctor.nginx.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a rule looks at: the configuration, nginx as it would be with it, the URL, and what is
/// decided for it hop by hop (at least one). `errors` is what `nginx -t` would say.
public final class Subject {
  /// As far as a request is followed through the servers of one nginx.
  public static final int MOST_HOPS = 4;

  private final Configuration configuration;
  private final NginxVersion version;
  private final Nginx nginx;
  private final Target target;
  private final List<Hop> hops;
  private final List<ConfigurationError> errors;
  private final FileView files;

  /// Weighed when first asked for, since several rules ask; a subject belongs to one thread.
  private Optional<Recognition> application = Optional.empty();

  private boolean isWeighed;

  public Subject(
      Configuration configuration,
      NginxVersion version,
      Nginx nginx,
      Target target,
      List<Hop> hops,
      List<ConfigurationError> errors,
      FileView files) {
    this.configuration = configuration;
    this.version = version;
    this.nginx = nginx;
    this.target = target;
    this.hops = List.copyOf(hops);
    this.errors = List.copyOf(errors);
    this.files = files;
  }

  /// The same question to a changed configuration, before anything is decided anew.
  public Subject reading(Configuration changed, List<ConfigurationError> left) {
    return new Subject(changed, version, nginx, target, hops, left, files);
  }

  public Configuration configuration() {
    return configuration;
  }

  public NginxVersion version() {
    return version;
  }

  public Nginx nginx() {
    return nginx;
  }

  public Target target() {
    return target;
  }

  public List<Hop> hops() {
    return hops;
  }

  public List<ConfigurationError> errors() {
    return errors;
  }

  /// The file system that the hops were decided with.
  public FileView files() {
    return files;
  }

  /// The hop that the client meets.
  public Hop first() {
    return hops.getFirst();
  }

  /// The first hop that reads the request: the client's, unless `stream` passes its bytes on.
  public Hop entry() {
    return hops.stream().filter(hop -> !hop.isStream()).findFirst().orElse(first());
  }

  /// The hop that the backend meets, or that ends the request.
  public Hop last() {
    return hops.getLast();
  }

  /// Every hop that passes the request on.
  public Stream<Outcome.Proxied> proxied() {
    return hops.stream().flatMap(hop -> hop.proxied().stream());
  }

  /// The application that the request goes to, where the signs suffice to name it.
  public Optional<Recognition> application() {
    if (!isWeighed) {
      application = Recognition.of(ApplicationClues.of(this));
      isWeighed = true;
    }
    return application;
  }

  /// What to do in the application against this cause, to be added to a sentence: `; in Grafana:
  /// ...`. Empty where the application is not known, or needs nothing.
  public String inApplication(String cause) {
    return application()
        .flatMap(known -> known.advice(cause, publicOrigin()))
        .map(advice -> "; " + advice)
        .orElse("");
  }

  /// The location that a hop's request meets first, by its own URI.
  public Optional<Location> located(Hop hop) {
    return hop.decision().server().flatMap(server -> nginx.locate(server, hop.request().target()));
  }

  /// The same, where that is not the one that takes the request in the end.
  public Optional<Location> entered(Hop hop) {
    Optional<Location> taken = hop.decision().location();
    return located(hop)
        .filter(
            first -> taken.filter(last -> last.directive().equals(first.directive())).isEmpty());
  }

  /// Whether the application is known to refuse a socket whose Origin is not the host it is told.
  boolean comparesOriginWithHost() {
    return application()
        .map(known -> known.profile().needs().origin())
        .filter(rule -> rule == OriginRule.HOST || rule == OriginRule.FORWARDED_HOST)
        .isPresent();
  }

  /// Whether the application is known to look at no Host when it judges where a socket comes from.
  boolean comparesNoOriginWithHost() {
    return application()
        .filter(a -> a.profile().needs().origin() == OriginRule.NOT_HOST)
        .isPresent();
  }

  /// Where a page that opens this socket comes from: the Origin that the client sends, else that of
  /// the URL.
  public String publicOrigin() {
    String site = (target.tls() ? "https://" : "http://") + target.authority();
    return origin().contains("://") ? origin() : site;
  }

  /// The Origin that the client sends, empty when it sends none.
  public String origin() {
    return first().request().fields().first("Origin").orElse("");
  }
}
