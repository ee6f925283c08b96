package dev.wsdoctor.diagnosis;

import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.socket.LiveConnection;
import dev.wsdoctor.socket.NginxProcess;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What the kernel's sockets show to be wrong, or soon to be.
final class TrafficCauses {
  /// Parts of a hundred that are in use: from here on it is worth a word, and from there an error.
  private static final int NEARLY_FULL = 80;

  private static final int FULL = 98;

  private final List<Traffic.Tunnel> tunnels;
  private final List<Traffic.Worker> workers;
  private final List<Traffic.Ports> ports;

  TrafficCauses(
      List<Traffic.Tunnel> tunnels, List<Traffic.Worker> workers, List<Traffic.Ports> ports) {
    this.tunnels = tunnels;
    this.workers = workers;
    this.ports = ports;
  }

  /// Ranked.
  List<Finding> causes() {
    return Stream.of(fullWorker(), fullFiles(), fullPorts(), oldWorkers(), halfOpen())
        .flatMap(Optional::stream)
        .sorted(Finding.BY_WEIGHT)
        .toList();
  }

  private Optional<Finding> oldWorkers() {
    List<NginxProcess> leaving =
        workers.stream().map(Traffic.Worker::process).filter(NginxProcess::isLeaving).toList();
    if (leaving.isEmpty()) {
      return Optional.empty();
    }
    long held = connections().filter(LiveConnection::isHeldByOldWorker).count();
    String pids = String.join(", ", leaving.stream().map(w -> String.valueOf(w.pid())).toList());
    return Optional.of(
        Finding.of(
                "old-workers-pile-up",
                Severity.WARNING,
                0.95,
                "%s of earlier configurations still run and hold %s of the connections"
                    .formatted(count(leaving.size(), "worker"), held),
                "A worker of before a reload stays until its last connection ends; a tunnel may live for days. Each"
                    + " keeps its memory, and its sockets use the configuration of then.")
            .because(socket("is shutting down: process " + pids))
            .mendedBy(
                Fix.manual(
                    "worker_shutdown_timeout bounds how long they stay, and ends their sockets then: clients have to"
                        + " reconnect")));
  }

  private Optional<Finding> halfOpen() {
    List<LiveConnection> suspects = connections().filter(LiveConnection::seemsHalfOpen).toList();
    if (suspects.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(
                "half-open-connection",
                Severity.WARNING,
                0.8,
                "%s sent to without an answer from the network: its peer is gone and nobody noticed"
                    .formatted(
                        count(suspects.size(), "connection")
                            + (suspects.size() == 1 ? " is" : " are")),
                "TCP repeats what is not confirmed for up to a quarter of an hour; until then the tunnel counts as open."
                    + " Without something to send it would never notice.")
            .because(socket("for example the client " + suspects.getFirst().client().remote()))
            .mendedBy(
                Fix.manual(
                    "let the application ping its clients and close those that do not answer, or set so_keepalive on"
                        + " the listen line")));
  }

  private Optional<Finding> fullWorker() {
    return workers.stream()
        .filter(worker -> worker.limit().isPresent())
        .filter(worker -> percent(worker.connections(), worker.limit().getAsInt()) >= NEARLY_FULL)
        .findFirst()
        .map(
            worker ->
                full(
                    "worker-connections-exhausted",
                    worker.connections(),
                    worker.limit().getAsInt(),
                    "a worker uses %s of its %s worker_connections",
                    "A tunnel counts twice, for the client and for the backend. When they are used up nginx refuses new"
                        + " clients (\"worker_connections are not enough\").",
                    "raise worker_connections, and worker_rlimit_nofile with it",
                    "process " + worker.process().pid()));
  }

  private Optional<Finding> fullFiles() {
    return workers.stream()
        .map(Traffic.Worker::process)
        .filter(process -> process.fileLimit().isPresent())
        .filter(process -> percent(process.openFiles(), limit(process)) >= NEARLY_FULL)
        .findFirst()
        .map(
            process ->
                full(
                    "worker-connections-exhausted",
                    process.openFiles(),
                    limit(process),
                    "a worker has %s of the %s files open that it may have",
                    "Every connection is an open file. Without one to spare nginx accepts nobody, and new clients hang"
                        + " (\"Too many open files\").",
                    "raise worker_rlimit_nofile",
                    "process " + process.pid()));
  }

  /// Some systems have no limit, which is a very large number.
  private static int limit(NginxProcess process) {
    return (int) Math.min(Integer.MAX_VALUE, process.fileLimit().getAsLong());
  }

  private Optional<Finding> fullPorts() {
    return ports.stream()
        .filter(way -> percent(way.used(), way.available()) >= NEARLY_FULL)
        .findFirst()
        .map(
            way ->
                full(
                    "upstream-ports-exhausted",
                    way.used(),
                    way.available(),
                    "%s of the %s local ports towards one backend are in use",
                    "A connection is told apart by its four numbers; towards one address and port only the local port is"
                        + " free (\"Cannot assign requested address\").",
                    "let the backend listen on several ports or addresses, or give proxy_bind several local addresses",
                    "from " + way.from() + " to " + way.to()));
  }

  private static Finding full(
      String id, int used, int all, String summary, String why, String advice, String seen) {
    boolean isFull = percent(used, all) >= FULL;
    return Finding.of(
            id,
            isFull ? Severity.ERROR : Severity.WARNING,
            0.95,
            summary.formatted(String.valueOf(used), String.valueOf(all)),
            why)
        .because(socket(seen))
        .mendedBy(Fix.manual(advice));
  }

  private static int percent(int used, int all) {
    return all == 0 ? 0 : (int) (100L * used / all);
  }

  private Stream<LiveConnection> connections() {
    return tunnels.stream().map(Traffic.Tunnel::connection);
  }

  private static Evidence socket(String text) {
    return new Evidence(Evidence.Kind.SOCKET, text);
  }

  private static String count(int number, String what) {
    return number == 1 ? "one " + what : number + " " + what + "s";
  }
}
