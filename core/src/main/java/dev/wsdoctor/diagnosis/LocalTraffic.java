package dev.wsdoctor.diagnosis;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.nginx.FileView;
import dev.wsdoctor.socket.ConnectionWatch;
import dev.wsdoctor.socket.Kernel;
import dev.wsdoctor.socket.LiveConnection;
import dev.wsdoctor.socket.LiveConnections;
import dev.wsdoctor.socket.LocalPorts;
import dev.wsdoctor.socket.NginxProcess;
import dev.wsdoctor.socket.TcpSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// The traffic of this machine, as the kernel has it; the configuration is read once. It is for one
/// thread.
final class LocalTraffic implements TrafficReader {
  /// nginx's own, where a configuration does not say.
  private static final int USUAL_WORKER_CONNECTIONS = 512;

  /// A peer that is gone should be noticed sooner.
  private static final Duration LONG = Duration.ofMinutes(10);

  private static final Duration LONGEST = Duration.ofDays(24_000);

  /// For two million connections, with room for the milliseconds of [#LONGEST] above.
  private static final int BITS_OF_A_PLACE = 21;

  private final IdleLimits limits;
  private final OptionalInt workerConnections;
  private final List<String> remarks;
  private final Map<OptionalLong, ConnectionWatch> watches = new HashMap<>();

  private LocalTraffic(IdleLimits limits, OptionalInt workerConnections, List<String> remarks) {
    this.limits = limits;
    this.workerConnections = workerConnections;
    this.remarks = remarks;
  }

  /// `found` may be without a configuration: then the limits are not known.
  static TrafficReader of(Circumstances found, FileView files) {
    if (found.loaded().isEmpty()) {
      return new LocalTraffic(
          IdleLimits.none(),
          OptionalInt.empty(),
          List.of("no configuration was found, so the limits are not known; give it with -c FILE"));
    }
    return switch (new Surveyor(found, files).survey()) {
      case Answer.Unusable<Survey>(String message) ->
          new LocalTraffic(IdleLimits.none(), OptionalInt.empty(), List.of(message));
      case Answer.Given<Survey>(Survey survey) ->
          new LocalTraffic(
              IdleLimits.of(survey), workerConnections(found.loaded().get()), survey.remarks());
    };
  }

  private static OptionalInt workerConnections(Loaded loaded) {
    return OptionalInt.of(
        loaded
            .configuration()
            .body("events")
            .flatMap(events -> events.body("worker_connections"))
            .map(line -> line.parameter())
            .filter(number -> number.matches("\\d{1,9}"))
            .mapToInt(Integer::parseInt)
            .reduce(USUAL_WORKER_CONNECTIONS, (_, last) -> last));
  }

  @Override
  public Answer<Traffic> read(OptionalLong master) {
    LiveConnections now = watches.computeIfAbsent(master, ConnectionWatch::new).look();
    if (master.isPresent() && now.processes().isEmpty()) {
      return new Answer.Unusable<>(
          "expected the master process of an nginx but no nginx has %s; leave --pid out to see all"
              .formatted(master.getAsLong()));
    }
    return new Answer.Given<>(traffic(now));
  }

  private Traffic traffic(LiveConnections now) {
    List<Traffic.Tunnel> tunnels = soonestFirst(now);
    List<Traffic.Worker> workers = workers(now);
    List<Traffic.Ports> ports = ports(now);
    List<Finding> causes = new TrafficCauses(tunnels, workers, ports).causes();
    return new Traffic(
        tunnels,
        now.clients().size() - tunnels.size(),
        now.spareUpstreams().size(),
        workers,
        ports,
        now.source(),
        causes,
        remarks(now, tunnels));
  }

  /// Sorted as numbers, of which the lower part is the place in the list: a refresh sorts tens of
  /// thousands.
  private List<Traffic.Tunnel> soonestFirst(LiveConnections now) {
    List<Traffic.Tunnel> tunnels = new ArrayList<>(now.clients().size());
    for (LiveConnection client : now.clients()) {
      if (client.isPaired()) {
        tunnels.add(tunnel(client));
      }
    }
    long[] due = new long[tunnels.size()];
    for (int i = 0; i < due.length; i++) {
      Duration left = tunnels.get(i).closesIn().orElse(LONGEST);
      due[i] = Math.min(left.toMillis(), LONGEST.toMillis()) << BITS_OF_A_PLACE | i;
    }
    Arrays.sort(due);
    List<Traffic.Tunnel> sorted = new ArrayList<>(due.length);
    for (long one : due) {
      sorted.add(tunnels.get((int) one & ~(-1 << BITS_OF_A_PLACE)));
    }
    return sorted;
  }

  private Traffic.Tunnel tunnel(LiveConnection connection) {
    Optional<TcpSocket> upstream = connection.upstream();
    return new Traffic.Tunnel(connection, upstream.flatMap(peer -> limits.to(peer.remote())));
  }

  private List<Traffic.Worker> workers(LiveConnections now) {
    Map<Long, Integer> connections = new HashMap<>();
    now.clients()
        .forEach(
            client ->
                connections.merge(client.worker().pid(), client.isPaired() ? 2 : 1, Integer::sum));
    now.spareUpstreamsByWorker()
        .forEach((pid, count) -> connections.merge(pid, count, Integer::sum));
    return now.processes().stream()
        .filter(NginxProcess::isWorker)
        .sorted(Comparator.comparingLong(NginxProcess::pid))
        .map(
            worker ->
                new Traffic.Worker(
                    worker,
                    now.listeners(worker) + connections.getOrDefault(worker.pid(), 0),
                    workerConnections))
        .toList();
  }

  /// Only the fullest are worth a look.
  private static List<Traffic.Ports> ports(LiveConnections now) {
    record Way(String from, TcpSocket.End to) {}
    Map<Way, Integer> used = new HashMap<>();
    Stream.concat(
            now.clients().stream().flatMap(client -> client.upstream().stream()),
            now.spareUpstreams().stream())
        .forEach(s -> used.merge(new Way(s.local().address(), s.remote()), 1, Integer::sum));
    int available = LocalPorts.available();
    return used.entrySet().stream()
        .sorted(Map.Entry.<Way, Integer>comparingByValue().reversed())
        .map(e -> new Traffic.Ports(e.getKey().from(), e.getKey().to(), e.getValue(), available))
        .toList();
  }

  /// The kernel asks a silent peer whether it is still there only when it is told to.
  private static Optional<String> withoutKeepalive(List<Traffic.Tunnel> tunnels) {
    long unwatched =
        tunnels.stream()
            .filter(one -> one.limit().filter(limit -> limit.compareTo(LONG) > 0).isPresent())
            .map(one -> one.connection().client())
            .filter(client -> client.timer() == TcpSocket.Timer.NONE)
            .count();
    return unwatched == 0
        ? Optional.empty()
        : Optional.of(
            "%s without TCP keepalive: one that vanishes in silence is noticed only by the idle limit; so_keepalive=on on the listen line asks"
                .formatted(unwatched == 1 ? "1 client" : unwatched + " clients"));
  }

  private List<String> remarks(LiveConnections now, List<Traffic.Tunnel> tunnels) {
    List<String> all = new ArrayList<>(remarks);
    if (now.processes().isEmpty()) {
      all.add("no nginx runs on this machine, or not in this container");
    }
    if (now.isPartlyHidden()) {
      all.add("the sockets of nginx are hidden from this user; run it as root to see them");
    }
    if (now.source() == Kernel.Source.PROC) {
      all.add("the kernel could not be asked over netlink, so silences and partners are not known");
    }
    withoutKeepalive(tunnels).ifPresent(all::add);
    return all;
  }
}
