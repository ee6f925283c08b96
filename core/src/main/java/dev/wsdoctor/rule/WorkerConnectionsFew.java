package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import java.util.List;

/// Each tunnel takes two of `worker_connections`; a small number is soon used up by sockets that
/// stay.
final class WorkerConnectionsFew implements Rule {
  private static final int FEW = 256;

  @Override
  public String id() {
    return "worker-connections-exhausted";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return subject
        .configuration()
        .body("events")
        .flatMap(events -> events.body("worker_connections"))
        .filter(line -> connections(line) > 0 && connections(line) < FEW)
        .map(this::finding)
        .toList();
  }

  private static int connections(Directive line) {
    return line.parameter().matches("\\d{1,9}") ? Integer.parseInt(line.parameter()) : 0;
  }

  private Finding finding(Directive line) {
    return Finding.of(
            id(),
            Severity.WARNING,
            0.6,
            "a worker has room for %s sockets".formatted(connections(line) / 2),
            "A tunnel counts twice, for the client and for the upstream, as long as it lives; when they are used up"
                + " nginx answers 500 (\"worker_connections are not enough\").")
        .at(Place.of(line.head()))
        .mendedBy(Fix.safe("raise it", List.of(new Edit(line.parameterRange(0), "1024"))));
  }
}
