package dev.wsdoctor.probe.load;

import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.probe.load.LoadReport.Trouble;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which limit a load has met, from the class of its errors.
final class LoadJudge {
  private final int opened;
  private final List<Trouble> troubles;

  LoadJudge(int opened, List<Trouble> troubles) {
    this.opened = opened;
    this.troubles = List.copyOf(troubles);
  }

  List<Finding> causes() {
    List<Finding> found = new ArrayList<>();
    for (Trouble trouble : troubles) {
      cause(trouble)
          .map(
              one ->
                  one.because(
                      Evidence.probe("%d times: %s".formatted(trouble.count(), trouble.what()))))
          .filter(one -> found.stream().noneMatch(other -> other.id().equals(one.id())))
          .ifPresent(found::add);
    }
    return found;
  }

  private Optional<Finding> cause(Trouble trouble) {
    return switch (trouble.kind()) {
      case OPENING -> Optional.of(opening(trouble.what()));
      case LOSS -> Optional.of(loss(trouble.what()));
      case MESSAGE -> Optional.empty();
    };
  }

  private Finding opening(String what) {
    if (what.equals("answer 429") || what.equals("answer 503")) {
      return finding(
          "access-refused",
          0.7,
          "from %d connections on, handshakes get %s: a limit of connections or requests refuses them"
              .formatted(opened, what.substring("answer ".length())),
          "limit_conn counts a tunnel as long as it is open, limit_req every handshake; both answer 503 unless told otherwise.",
          "raise limit_conn or limit_req in the location of the socket, or give it a zone of its own");
    }
    if (what.startsWith("answer 50")) {
      return finding(
          "upstream-unreachable",
          0.7,
          "from %d connections on, nginx gets no answer from the backend (%s)"
              .formatted(opened, what),
          "The backend takes no more connections, or nginx has no more ports or file descriptors towards it.",
          "read nginx's error log at that time: it names the error of connect()");
    }
    if (what.startsWith("answer ") && opened == 0) {
      return finding(
          "client-url-mismatch",
          0.5,
          "no socket opens here, so nothing was loaded: " + what,
          "A load says nothing about a handshake that fails by itself.",
          "mend that first: wsdoctor check says how");
    }
    return finding(
        opened == 0 ? "client-url-mismatch" : "worker-connections-exhausted",
        0.6,
        opened == 0
            ? "no socket opens here, so nothing was loaded: " + what
            : "from %d connections on, new ones get no answer (%s)".formatted(opened, what),
        "nginx closes new connections without an answer when worker_connections are used up; a tunnel takes two.",
        "raise worker_connections and worker_rlimit_nofile, and look for 'worker_connections are not enough' in the error log");
  }

  private static Finding loss(String what) {
    if (what.contains(" 1009")) {
      return finding(
          "message-too-big",
          0.9,
          "the application closes connections with " + what,
          "It has a limit on the size of a message.",
          "send smaller ones (--message-size), or raise the limit");
    }
    return finding(
        "intermediary-timeout",
        0.4,
        "connections were lost under load: " + what,
        "Whoever ended them did so while messages went over them, so that it is no idle limit.",
        "hold the logs of nginx and the application against the time of this run");
  }

  private static Finding finding(
      String id, double confidence, String summary, String why, String advice) {
    return Finding.of(id, Severity.ERROR, confidence, summary, why).mendedBy(Fix.manual(advice));
  }
}
