package dev.wsdoctor.rule;

import dev.wsdoctor.application.ApplicationProfile;
import dev.wsdoctor.application.Recognition;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Scope;
import java.util.List;
import java.util.Optional;

/// The scheme that the application believes the client used: not told (`forwarded-proto-missing`),
/// or told wrong by an inner hop (`forwarded-proto-overwritten`). One rule for two ids of one
/// setting.
final class ForwardedProto implements Rule {
  private static final String USUAL = "X-Forwarded-Proto";
  private static final double KNOWN_TO_MATTER = 0.75;
  private static final List<String> FIELDS =
      List.of(
          USUAL,
          "X-Forwarded-Protocol",
          "X-Forwarded-Scheme",
          "X-Scheme",
          "X-Forwarded-Ssl",
          "X-Url-Scheme",
          "Scheme",
          "Front-End-Https",
          "Forwarded");

  private final String id;
  private final boolean overwritten;

  private ForwardedProto(String id, boolean overwritten) {
    this.id = id;
    this.overwritten = overwritten;
  }

  static Rule missing() {
    return new ForwardedProto("forwarded-proto-missing", false);
  }

  static Rule overwritten() {
    return new ForwardedProto("forwarded-proto-overwritten", true);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return subject.last().proxied().stream()
        .flatMap(hop -> (overwritten ? overwritten(subject, hop) : missing(subject, hop)).stream())
        .toList();
  }

  private Optional<Finding> missing(Subject subject, Outcome.Proxied hop) {
    Optional<ApplicationProfile> application = subject.application().map(Recognition::profile);
    String field = application.map(known -> known.needs().schemeField()).orElse(USUAL);
    if (!subject.target().tls() || isTold(hop, field) || hop.target().tls()) {
      return Optional.empty();
    }
    boolean forwards =
        hop.sent().first("X-Forwarded-For").isPresent()
            || hop.sent().first("X-Real-IP").isPresent();
    boolean matters = application.filter(known -> known.advice().containsKey(id)).isPresent();
    boolean pages = !isForSocketsOnly(subject, hop) && !PagesBeside.of(subject.last(), hop).exist();
    boolean warns = matters || (forwards && pages);
    Finding finding =
        Finding.of(
                id,
                warns ? Severity.WARNING : Severity.NOTE,
                matters ? KNOWN_TO_MATTER : forwards ? 0.6 : 0.35,
                "the backend is not told that the client uses https",
                "TLS ends in nginx and the backend is reached over http; without %s an application"
                        .formatted(field)
                    + " that builds addresses writes ws:// into an https page, which browsers block.")
            .at(HandshakeRules.place(hop));
    Edit edit =
        OwnHeaders.add(
            HandshakeMend.locationOf(hop.scope()),
            List.of("proxy_set_header " + field + " $scheme;"),
            List.of(field));
    String advice = "tell it the scheme" + subject.inApplication(id);
    return Optional.of(finding.mendedBy(Fix.review(advice, List.of(edit))));
  }

  /// Any of the usual fields does, unless the application is known to read another one.
  private static boolean isTold(Outcome.Proxied hop, String field) {
    List<String> read = field.equals(USUAL) ? FIELDS : List.of(field);
    return read.stream().anyMatch(name -> hop.sent().first(name).isPresent());
  }

  /// Pages, which build addresses, come from another location then. The request may have met one
  /// for sockets before it was handed to this.
  private static boolean isForSocketsOnly(Subject subject, Outcome.Proxied hop) {
    String name = String.join(" ", HandshakeMend.locationOf(hop.scope()).block().parameters());
    return SocketPath.looksLikeOne(name)
        || subject
            .located(subject.last())
            .map(Location::name)
            .filter(SocketPath::looksLikeOne)
            .isPresent();
  }

  private Optional<Finding> overwritten(Subject subject, Outcome.Proxied hop) {
    Optional<Directive> line = HeaderSettings.last(hop.scope(), "X-Forwarded-Proto");
    boolean ownScheme = line.filter(l -> HeaderSettings.value(l).equals("$scheme")).isPresent();
    boolean plain = !subject.last().connection().tls();
    if (subject.target().tls() && line.filter(ForwardedProto::saysHttp).isPresent()) {
      return Optional.of(fixed(subject, hop, line.get()));
    }
    if (!ownScheme || !plain) {
      return Optional.empty();
    }
    if (outerScheme(subject).filter("https"::equals).isPresent()) {
      return Optional.of(finding(line.get(), Severity.ERROR, 0.7));
    }
    return hasOuterProxy(hop.scope())
        ? Optional.of(finding(line.get(), Severity.WARNING, 0.6))
        : Optional.empty();
  }

  private static boolean saysHttp(Directive line) {
    return line.parameterCount() == 2 && HeaderSettings.value(line).equalsIgnoreCase("http");
  }

  /// Written out, for whatever scheme the client uses.
  private Finding fixed(Subject subject, Outcome.Proxied hop, Directive line) {
    boolean pages = !isForSocketsOnly(subject, hop);
    String right = subject.last().connection().tls() ? "$scheme" : "$http_x_forwarded_proto";
    return Finding.of(
            id,
            pages ? Severity.ERROR : Severity.WARNING,
            0.7,
            "the backend is told http while the client uses https",
            "An application that builds addresses from it writes ws:// into an https page, which browsers block.")
        .at(Place.of(line.head()))
        .mendedBy(
            Fix.review(
                "send the scheme that the client used",
                List.of(new Edit(line.parameterRange(1), right))));
  }

  /// What the hop before says, be it in this nginx or in the request as given.
  private static Optional<String> outerScheme(Subject subject) {
    return subject.hops().size() > 1 && subject.target().tls()
        ? Optional.of("https")
        : subject.first().request().fields().first("X-Forwarded-Proto");
  }

  /// Settings that make sense only behind another proxy.
  private static boolean hasOuterProxy(Scope scope) {
    return scope.setting("set_real_ip_from").isPresent()
        || HeaderSettings.inForce(scope).stream()
            .map(HeaderSettings::value)
            .anyMatch(
                value -> value.contains("$http_x_forwarded_") || value.contains("$http_x_real_ip"));
  }

  private Finding finding(Directive line, Severity severity, double confidence) {
    return Finding.of(
            id,
            severity,
            confidence,
            "X-Forwarded-Proto is replaced by this hop's own scheme, http",
            "$scheme is how the request reached this nginx; behind a proxy that ends TLS it says http although the"
                + " client used https.")
        .at(Place.of(line.head()))
        .mendedBy(
            Fix.review(
                "pass the outer proxy's value on",
                List.of(new Edit(line.parameterRange(1), "$http_x_forwarded_proto"))));
  }
}
