package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.rule.Subject;
import java.util.Optional;
import java.util.stream.Stream;

/// `limit_conn` counts a page for a moment and a tunnel for its whole life: a limit that pages
/// never reach is soon reached by sockets.
final class ConnectionsFew {
  private static final int HARDLY_ANY = 2;
  private static final int FEW = 10;

  private ConnectionsFew() {}

  /// At the first hop that has room for few.
  static Optional<Finding> of(Subject subject, String id) {
    return subject
        .proxied()
        .filter(Outcome.Proxied::upgradable)
        .flatMap(hop -> hop.scope().inForce("limit_conn").stream())
        .flatMap(line -> finding(line, id))
        .findFirst();
  }

  private static Stream<Finding> finding(Directive line, String id) {
    String number = line.parameterCount() == 2 ? line.parameters().get(1) : "";
    int most = number.matches("\\d{1,9}") ? Integer.parseInt(number) : Integer.MAX_VALUE;
    if (most > FEW) {
      return Stream.empty();
    }
    boolean hardlyAny = most <= HARDLY_ANY;
    return Stream.of(
        Finding.of(
                id,
                hardlyAny ? Severity.WARNING : Severity.NOTE,
                hardlyAny ? 0.5 : 0.3,
                "room for %d at a time: the next socket of the same key is refused".formatted(most),
                "limit_conn counts a tunnel for its whole life, so that every tab and every reconnection takes one;"
                    + " nginx answers 503 unless limit_conn_status says otherwise.")
            .at(Place.of(line.head()))
            .mendedBy(
                Fix.manual(
                    "give the socket's location a limit_conn of its own, with room for all tabs behind one address")));
  }
}
