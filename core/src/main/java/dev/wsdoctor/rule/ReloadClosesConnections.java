package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import java.util.List;

/// `worker_shutdown_timeout` ends the tunnels of the old workers at every reload.
final class ReloadClosesConnections implements Rule {
  @Override
  public String id() {
    return "reload-closes-connections";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return subject
        .configuration()
        .body("worker_shutdown_timeout")
        .filter(line -> !isLong(line.parameter()))
        .limit(1)
        .map(this::finding)
        .toList();
  }

  /// An hour or more leaves clients time to come back one by one.
  private static boolean isLong(String time) {
    return time.isEmpty()
        || time.matches("\\d+[hdwMy].*")
        || time.matches("(\\d{4,}s?|[6-9]\\dm|\\d{3,}m)");
  }

  private Finding finding(Directive line) {
    return Finding.of(
            id(),
            Severity.WARNING,
            0.58,
            "every reload closes all sockets after " + line.parameter(),
            "After a reload the old workers keep their tunnels; worker_shutdown_timeout closes whatever is left of"
                + " them at once and without a Close frame, so all clients see 1006 and come back together.")
        .at(Place.of(line.head()))
        .mendedBy(
            Fix.review("give sockets an hour", List.of(new Edit(line.parameterRange(0), "3600s"))));
  }
}
