package dev.wsdoctor.rule;

import dev.wsdoctor.application.ApplicationProfile;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The path that was asked for beside the one that is sent upstream.
record SentPath(Outcome.Proxied proxied, Optional<Location> location, String asked, String sent) {
  /// A way in which the path came out as nobody wants it.
  record Fault(Directive pass, String sent, double confidence, String why, Fix mend) {}

  static SentPath of(Hop hop, Outcome.Proxied proxied) {
    return new SentPath(
        proxied, hop.decision().location(), hop.request().target(), proxied.sent().target().text());
  }

  Optional<Fault> fault() {
    if (uri().isEmpty() || !proxied.sent().target().isKnown()) {
      return Optional.empty();
    }
    return Stream.of(queryLost(), restLost(), slashAdded(), slashDoubled(), slashMissing())
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<Fault> queryLost() {
    boolean lost = asked.contains("?") && !sent.contains("?") && hasVariables();
    return when(
        lost,
        0.8,
        "With variables in proxy_pass nginx sends its URI part as it stands, without the query.",
        replaceUri(uri() + "$is_args$args"));
  }

  /// A literal path behind variables replaces the whole path, also what follows the location's
  /// name.
  private Optional<Fault> restLost() {
    boolean lost =
        hasVariables() && !uri().contains("$") && !rest().isEmpty() && !path(sent).endsWith(rest());
    return when(
        lost,
        0.9,
        "With variables in proxy_pass nginx replaces the whole path by the given one; the rest behind the location's name is lost.",
        replaceUri(""));
  }

  private Optional<Fault> slashAdded() {
    boolean added = path(sent).equals(path(asked) + "/");
    return when(
        added,
        0.75,
        "The URI part of proxy_pass ends in a slash that the client did not send; to a backend that is another path.",
        replaceUri(uri().replaceFirst("/+$", "")));
  }

  private Optional<Fault> slashDoubled() {
    boolean doubled = path(sent).contains("//") && !path(asked).contains("//") && !hasVariables();
    boolean cut = uri().length() > 1 && uri().endsWith("/");
    Fix mend = cut ? replaceUri(uri().substring(0, uri().length() - 1)) : slashedName();
    return when(
        doubled,
        0.85,
        "nginx replaces the location's name by the URI part letter for letter: the location does not end in a slash and the URI part does.",
        mend);
  }

  private Fix slashedName() {
    String advice = "end both the location and the URI part of proxy_pass in a slash, or neither";
    return location
        .filter(l -> !name().isEmpty() && rest().startsWith("/"))
        .map(l -> l.directive().parameterRange(l.directive().parameterCount() - 1))
        .map(name -> Fix.review(advice, List.of(new Edit(name, name() + "/"))))
        .orElseGet(() -> Fix.manual(advice));
  }

  private Optional<Fault> slashMissing() {
    boolean glued =
        !hasVariables() && name().endsWith("/") && !uri().endsWith("/") && !rest().isEmpty();
    return when(
        glued,
        0.85,
        "nginx replaces the location's name by the URI part letter for letter: the location ends in a slash and the URI part does not.",
        replaceUri(uri() + "/"));
  }

  /// A path where this application has a socket became one where it has none.
  Optional<Fault> unknownTo(ApplicationProfile application) {
    boolean known = !uri().isEmpty() && proxied.sent().target().isKnown();
    return when(
        known && application.insistsOn(path(asked)) && !application.serves(path(sent)),
        0.8,
        "%s has its socket at the path that was asked for; the URI part of proxy_pass makes another one of it."
            .formatted(application),
        replaceUri(""));
  }

  private Optional<Fault> when(boolean condition, double confidence, String why, Fix mend) {
    return condition
        ? Optional.of(new Fault(proxied.by(), sent, confidence, why, mend))
        : Optional.empty();
  }

  private Fix replaceUri(String uri) {
    String url = SocketLocations.origin(proxied.by()) + uri;
    return Fix.review("proxy to " + url, List.of(new Edit(proxied.by().parameterRange(0), url)));
  }

  private boolean hasVariables() {
    return proxied.by().parameter().contains("$");
  }

  private String uri() {
    String pass = proxied.by().parameter();
    return pass.contains("://")
        ? pass.substring(SocketLocations.origin(proxied.by()).length())
        : "";
  }

  private String name() {
    return location.filter(l -> !l.isRegex()).map(Location::name).orElse("");
  }

  /// What follows the location's name in the asked path.
  private String rest() {
    String name = name();
    return !name.isEmpty() && path(asked).startsWith(name)
        ? path(asked).substring(name.length())
        : "";
  }

  private static String path(String target) {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }
}
