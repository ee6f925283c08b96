package dev.wsdoctor.diagnosis;

import dev.wsdoctor.probe.Observation;
import java.util.List;
import java.util.Optional;

/// The live hops of a question: the URL itself, and each backend with the request that nginx would
/// send.
final class LiveHops {
  LiveHops(CheckRequest request, Optional<Prediction> prediction) {}

  List<Observation> observe() {
    return List.of();
  }
}
