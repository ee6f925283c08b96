package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.directive.Quantities;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Scope;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// `limit_rate` where a socket is opened: it slows no message down, but once it has delayed the
/// head of the 101 nginx no longer closes the client.
public final class LimitRateOnTunnel implements Rule {
  /// The shortest head of a 101 that nginx sends: its own fields and those of RFC 6455, 4.2.2.
  private static final int SHORTEST_HEAD = 181;

  /// `ngx_http_write_filter` delays by whole milliseconds.
  private static final long LEAST_HARMLESS = SHORTEST_HEAD * 1000L + 1;

  private static final String NAME = "limit_rate";
  private static final String VARIABLE = "$limit_rate";

  /// A limit in force, and the `limit_rate` or `set` that gives it.
  record Limit(Directive line, long bytesPerSecond) {
    boolean cutsHead() {
      return bytesPerSecond < SHORTEST_HEAD;
    }
  }

  @Override
  public String id() {
    return "limit-rate-on-tunnel";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return subject
        .proxied()
        .filter(Outcome.Proxied::upgradable)
        .flatMap(hop -> of(hop.scope()).map(limit -> finding(subject, hop, limit)).stream())
        .limit(1)
        .toList();
  }

  /// Whether so many bytes per second delay the head of a 101.
  public static boolean harms(long bytesPerSecond) {
    return bytesPerSecond > 0 && bytesPerSecond < LEAST_HARMLESS;
  }

  /// The limit that harms the sockets of this scope.
  static Optional<Limit> of(Scope scope) {
    return inForce(scope)
        .filter(limit -> harms(limit.bytesPerSecond()))
        .filter(_ -> !beginsLater(scope));
  }

  /// What `set` gives to the variable goes before the directive. A value with variables is left
  /// alone.
  private static Optional<Limit> inForce(Scope scope) {
    return Stream.concat(scope.setting(NAME).stream(), assignments(scope))
        .reduce((_, later) -> later)
        .flatMap(LimitRateOnTunnel::limit);
  }

  private static Stream<Directive> assignments(Scope scope) {
    return scope.chain().stream()
        .flatMap(level -> level.own("set").stream())
        .filter(set -> set.parameterCount() == 2)
        .filter(set -> set.parameter().equalsIgnoreCase(VARIABLE));
  }

  private static Optional<Limit> limit(Directive line) {
    OptionalLong rate = Quantities.size(line.lastParameter());
    return rate.isPresent() ? Optional.of(new Limit(line, rate.getAsLong())) : Optional.empty();
  }

  /// `limit_rate_after` lets the head through.
  private static boolean beginsLater(Scope scope) {
    return scope
        .setting("limit_rate_after")
        .map(after -> Quantities.size(after.parameter()))
        .filter(after -> after.isEmpty() || after.getAsLong() > SHORTEST_HEAD)
        .isPresent();
  }

  private Finding finding(Subject subject, Outcome.Proxied hop, Limit limit) {
    String line = limit.line().head().text().strip();
    return limit.cutsHead()
        ? Finding.of(
                id(),
                Severity.ERROR,
                0.95,
                "%s lets the client have no more than %d bytes of the 101"
                    .formatted(line, limit.bytesPerSecond()),
                "nginx sends as much of the head as the limit allows in a second, and takes the tunnel's own bytes for"
                    + " the rest.")
            .at(Place.of(limit.line().head()))
            .mendedBy(mend(subject, hop, limit))
        : Finding.of(
                id(),
                Severity.WARNING,
                0.6,
                "%s keeps nginx from closing the client when the backend ends the socket"
                    .formatted(line),
                "It does not slow the tunnel down. The head of the 101 is sent with it, nginx waits for a timer that a"
                    + " tunnel never looks at, and neither the backend's end nor proxy_read_timeout gets to the client.")
            .at(Place.of(limit.line().head()))
            .mendedBy(mend(subject, hop, limit));
  }

  private static Fix mend(Subject subject, Outcome.Proxied hop, Limit limit) {
    if (limit.line().is("set")) {
      return Fix.review("limit no sockets", List.of(new Edit(limit.line().parameterRange(1), "0")));
    }
    String advice = "do not limit " + BlockTitle.of(HandshakeMend.locationOf(hop.scope()).block());
    List<Edit> edits = LocationSetting.edits(hop, NAME, "0");
    return SocketLocations.isDedicated(subject, hop)
        ? Fix.safe(advice, edits)
        : Fix.review(advice + ", or give the sockets a location of their own", edits);
  }
}
