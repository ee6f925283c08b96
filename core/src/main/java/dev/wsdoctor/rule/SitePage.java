package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.Connection;
import dev.wsdoctor.nginx.Decision;
import dev.wsdoctor.nginx.FileView;
import dev.wsdoctor.nginx.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A page that may open the socket: one above its path where the socket's own site is, and what
/// nginx does with a browser that asks for it.
///
/// @param url with the scheme http or https
public record SitePage(Target url, Decision decision) {
  /// Pages of the site that the client names in Origin, else of the URL's own; where nginx serves
  /// none at that port, those of the usual one. The nearest to the socket first.
  public static List<SitePage> of(Subject subject) {
    List<SitePage> own = site(subject).stream().flatMap(site -> below(subject, site)).toList();
    return own.isEmpty()
        ? site(subject).stream()
            .filter(site -> !site.hasDefaultPort())
            .map(site -> site.arrivingAt(site.tls() ? 443 : 80))
            .flatMap(site -> below(subject, site))
            .toList()
        : own;
  }

  /// The first page of the site, whatever nginx answers to it.
  public static Optional<SitePage> first(Subject subject) {
    return site(subject).map(page -> new SitePage(page, decide(subject, page)));
  }

  private static Optional<Target> site(Subject subject) {
    return Target.parse(subject.publicOrigin()) instanceof Target.Parsed.Valid(Target site)
        ? Optional.of(site)
        : Optional.empty();
  }

  private static Stream<SitePage> below(Subject subject, Target site) {
    String path = subject.target().path();
    return IntStream.iterate(path.length() - 1, i -> i >= 0, i -> i - 1)
        .filter(i -> path.charAt(i) == '/' && i < path.length() - 1)
        .mapToObj(i -> path.substring(0, i + 1))
        .map(folder -> new Target(false, site.tls(), site.host(), site.port(), folder))
        .map(page -> new SitePage(page, decide(subject, page)))
        .filter(page -> page.isServed() && !page.isOfSockets(subject.entry()));
  }

  private static Decision decide(Subject subject, Target page) {
    Fields fields = Fields.of("Host", page.authority(), "Accept", "text/html");
    Request get = new Request("GET", page.requestTarget(), "HTTP/1.1", fields);
    return subject.nginx().decide(connection(subject, page), get, EveryFile.THERE);
  }

  /// The site's files need not be where the configuration is judged.
  private enum EveryFile implements FileView {
    THERE;

    @Override
    public Kind at(String path) {
      return path.endsWith("/") ? Kind.DIRECTORY : Kind.FILE;
    }
  }

  private static Connection connection(Subject subject, Target page) {
    Target socket = subject.target();
    if (page.tls() == socket.tls() && page.port() == socket.port()) {
      return subject.entry().connection();
    }
    return page.tls()
        ? Connection.tls(page.host(), page.port(), page.host())
        : Connection.plain(page.host(), page.port());
  }

  /// From a file, or by an application.
  private boolean isServed() {
    return switch (decision.outcome()) {
      case Outcome.Static _, Outcome.Proxied _, Outcome.Handled _ -> true;
      case Outcome.Answered _,
          Outcome.Closed _,
          Outcome.NotListening _,
          Outcome.WrongProtocol _,
          Outcome.NotLoaded _ ->
          false;
    };
  }

  /// Whether it comes from the location of the socket, and that is not one for the whole site.
  private boolean isOfSockets(Hop socket) {
    boolean same = decision.location().equals(socket.decision().location());
    return same && !url.path().equals("/");
  }

  /// The `add_header` lines that give this field to the page.
  public List<Directive> added(String field) {
    return decision.scope().stream()
        .flatMap(scope -> scope.inForce("add_header").stream())
        .filter(line -> line.parameterCount() > 1 && line.parameter().equalsIgnoreCase(field))
        .toList();
  }
}
