package dev.wsdoctor.diagnosis;

import dev.wsdoctor.probe.HandshakeProbe;
import dev.wsdoctor.probe.Limits;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.probe.Observation.Failure;
import dev.wsdoctor.probe.Observation.Result;
import dev.wsdoctor.probe.ProbeTarget;
import dev.wsdoctor.probe.Probes;
import dev.wsdoctor.rule.path.PathAsAsked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The live hops of a question: the URL itself, and each backend with the request that nginx would
/// send it.
final class LiveHops {
  private static final int MOST_BACKENDS = 4;

  private static final Duration SILENT_HOLD = Duration.ofSeconds(1);

  /// How servers answer a handshake for a path that has no socket.
  private static final Set<Integer> NO_SUCH_PATH =
      Set.of(200, 301, 302, 307, 308, 400, 403, 404, 405, 426);

  private final CheckRequest request;
  private final Optional<Prediction> prediction;

  LiveHops(CheckRequest request, Optional<Prediction> prediction) {
    this.request = request;
    this.prediction = prediction;
  }

  /// The URL first, then the backends, then those again that may open when they are asked
  /// otherwise.
  List<Observation> observe() {
    List<ProbeTarget> backends = backends();
    List<Observation> seen =
        new ArrayList<>(
            Probes.run(request.target(), request.extraFields(), backends, Limits.DEFAULT));
    seen.set(0, sureOfItsEnd(seen.getFirst()));
    List<ProbeTarget> again =
        IntStream.range(0, backends.size())
            .boxed()
            .flatMap(i -> again(backends.get(i), seen.get(i + 1), seen.getFirst().opened()))
            .toList();
    return again.isEmpty()
        ? seen
        : Stream.concat(
                seen.stream(), Probes.run(again, Limits.DEFAULT).stream().filter(this::tells))
            .toList();
  }

  /// A backend may close because of the probe's own message; one that is told nothing shows whether
  /// it closes all the same.
  private Observation sureOfItsEnd(Observation front) {
    if (front.ending().isEmpty()) {
      return front;
    }
    HandshakeProbe.Held silent =
        HandshakeProbe.hold(request.target(), request.extraFields(), Limits.DEFAULT, SILENT_HOLD);
    return silent.ended().isPresent() ? front : front.staying();
  }

  /// While the URL opens it does not matter why a backend refuses a client that asks it directly.
  private Stream<ProbeTarget> again(ProbeTarget backend, Observation seen, boolean opens) {
    return Stream.concat(
        otherwise(backend, seen).stream(),
        opens ? Stream.empty() : DecidingField.trials(backend, seen, request.target()));
  }

  /// One that ended TLS because it was not told a name, or that has no socket at a path which nginx
  /// made of the client's.
  private Optional<ProbeTarget> otherwise(ProbeTarget backend, Observation seen) {
    if (endedTls(seen)) {
      return backend.sendingName();
    }
    return seen.result() instanceof Result.Refused(int status) && NO_SUCH_PATH.contains(status)
        ? askedPath().map(backend::askingFor)
        : Optional.empty();
  }

  private Optional<String> askedPath() {
    return request.backend().isPresent()
        ? Optional.empty()
        : prediction.flatMap(p -> PathAsAsked.of(p.subject()));
  }

  /// That the client's path is refused as well says nothing new.
  private boolean tells(Observation again) {
    boolean trial =
        again.hop().equals(ProbeTarget.BACKEND_BY_CLIENT_PATH) || DecidingField.isTrial(again);
    return again.opened() || !trial;
  }

  private static boolean endedTls(Observation seen) {
    return seen.result() instanceof Result.Failed(Failure failure, String _)
        && failure == Failure.TLS_FAILED;
  }

  /// Those that are asked directly, in the order of the observations behind the first.
  List<ProbeTarget> backends() {
    if (request.backend().isPresent()) {
      return List.of(ProbeTarget.backend(request.backend().get()).with(request.extraFields()));
    }
    return prediction.flatMap(p -> p.subject().last().proxied()).stream()
        .flatMap(proxied -> ProbeTarget.backends(proxied).stream())
        .limit(MOST_BACKENDS)
        .toList();
  }
}
