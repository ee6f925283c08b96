package dev.wsdoctor.diagnosis;

import dev.wsdoctor.probe.Limits;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.probe.ProbeTarget;
import dev.wsdoctor.probe.Probes;
import java.util.List;
import java.util.Optional;

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

  /// The URL first, then the backends.
  List<Observation> observe() {
    return Probes.run(request.target(), request.extraFields(), backends(), Limits.DEFAULT);
  }

  private List<ProbeTarget> backends() {
    if (request.backend().isPresent()) {
      return List.of(ProbeTarget.backend(request.backend().get()).with(request.extraFields()));
    }
    return prediction.flatMap(p -> p.subject().last().proxied()).stream()
        .flatMap(proxied -> ProbeTarget.backends(proxied.target(), proxied.sent()).stream())
        .limit(MOST_BACKENDS)
        .toList();
  }
}
