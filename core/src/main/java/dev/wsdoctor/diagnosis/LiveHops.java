package dev.wsdoctor.diagnosis;

import dev.wsdoctor.probe.Limits;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.probe.Observation.Failure;
import dev.wsdoctor.probe.Observation.Result;
import dev.wsdoctor.probe.ProbeTarget;
import dev.wsdoctor.probe.Probes;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The live hops of a question: the URL itself, and each backend with the request that nginx would
/// send it.
final class LiveHops {
  private static final int MOST_BACKENDS = 4;

  private final CheckRequest request;
  private final Optional<Prediction> prediction;

  LiveHops(CheckRequest request, Optional<Prediction> prediction) {
    this.request = request;
    this.prediction = prediction;
  }

  /// The URL first, then the backends, then those again that ended TLS because they were not told a
  /// name.
  List<Observation> observe() {
    List<ProbeTarget> backends = backends();
    List<Observation> seen =
        Probes.run(request.target(), request.extraFields(), backends, Limits.DEFAULT);
    List<ProbeTarget> byName =
        IntStream.range(0, backends.size())
            .filter(i -> endedTls(seen.get(i + 1)))
            .mapToObj(i -> backends.get(i).sendingName())
            .flatMap(Optional::stream)
            .toList();
    return byName.isEmpty()
        ? seen
        : Stream.concat(seen.stream(), Probes.run(byName, Limits.DEFAULT).stream()).toList();
  }

  private static boolean endedTls(Observation seen) {
    return seen.result() instanceof Result.Failed(Failure failure, String _)
        && failure == Failure.TLS_FAILED;
  }

  private List<ProbeTarget> backends() {
    if (request.backend().isPresent()) {
      return List.of(ProbeTarget.backend(request.backend().get()).with(request.extraFields()));
    }
    return prediction.flatMap(p -> p.subject().last().proxied()).stream()
        .flatMap(proxied -> ProbeTarget.backends(proxied).stream())
        .limit(MOST_BACKENDS)
        .toList();
  }
}
