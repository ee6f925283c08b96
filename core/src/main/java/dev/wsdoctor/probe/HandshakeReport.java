package dev.wsdoctor.probe;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.http.Target;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// One opening handshake in full, through the proxy and, where the user names a backend, beside it
/// directly. `otherFamily` is the same over IPv4 where IPv6 was taken, or the other way round.
/// `remarks` explain what a client makes of the answer.
public record HandshakeReport(
    Target target,
    Observation through,
    Optional<Observation> direct,
    Optional<Observation> otherFamily,
    List<FieldDifference> differences,
    List<String> remarks,
    List<Finding> causes) {
  public HandshakeReport {
    differences = List.copyOf(differences);
    remarks = List.copyOf(remarks);
    causes = List.copyOf(causes);
  }

  /// Opens the URL, and its backend at the same time.
  public static HandshakeReport of(Target target, Approach through, Optional<Approach> direct) {
    List<Observation> seen =
        Together.all(
            Stream.concat(Stream.of(through), direct.stream())
                .<Callable<Observation>>map(hop -> hop::handshake)
                .toList());
    Observation first = seen.getFirst();
    Optional<Observation> second = seen.stream().skip(1).findFirst();
    Optional<Observation> otherFamily = OtherFamily.of(through, first).map(Approach::handshake);
    HandshakeJudge judge = new HandshakeJudge(target, first, second, otherFamily);
    return new HandshakeReport(
        target,
        first,
        second,
        otherFamily,
        second.map(beside -> FieldDifference.between(first, beside)).orElse(List.of()),
        judge.remarks(),
        judge.causes());
  }
}
