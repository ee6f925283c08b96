package dev.wsdoctor.socket;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/// What nginx has open at one moment: its clients, each with its backend, and the connections to
/// backends that serve no client, such as kept-alive ones.
public record LiveConnections(
    List<LiveConnection> clients,
    List<TcpSocket> spareUpstreams,
    List<TcpSocket> listeners,
    List<NginxProcess> processes,
    Kernel.Source source) {
  public LiveConnections {
    listeners = List.copyOf(listeners);
    clients = List.copyOf(clients);
    spareUpstreams = List.copyOf(spareUpstreams);
    processes = List.copyOf(processes);
  }

  /// Puts together what was seen of the kernel's sockets and of the processes. `partners` are the
  /// inodes that belonged together when they were looked at before, the client's first; `ages`
  /// tells of an inode since when it is known.
  static LiveConnections of(
      Kernel.Listing listing,
      List<NginxProcess> processes,
      Map<Long, Long> partners,
      LongFunction<Age> ages) {
    Map<Long, NginxProcess> owners = owners(processes);
    List<TcpSocket> listeners =
        listing.sockets().stream()
            .filter(socket -> socket.state() == TcpSocket.State.LISTEN)
            .filter(socket -> owners.containsKey(socket.inode()))
            .toList();
    Set<Integer> ports =
        listeners.stream().map(socket -> socket.local().port()).collect(Collectors.toSet());
    Map<Long, Sides> byWorker = new HashMap<>();
    for (TcpSocket socket : listing.sockets()) {
      if (socket.isEstablished() && owners.containsKey(socket.inode())) {
        NginxProcess owner = owners.get(socket.inode());
        byWorker.computeIfAbsent(owner.pid(), _ -> new Sides(owner)).add(socket, ports);
      }
    }
    List<LiveConnection> clients = new ArrayList<>();
    List<TcpSocket> spare = new ArrayList<>();
    Generations generations = new Generations(processes);
    byWorker.values().forEach(sides -> sides.pair(clients, spare, partners, generations, ages));
    return new LiveConnections(clients, spare, listeners, processes, listing.source());
  }

  /// The worker of a listening socket that several share is any of them.
  private static Map<Long, NginxProcess> owners(List<NginxProcess> processes) {
    Map<Long, NginxProcess> owners = new HashMap<>();
    for (NginxProcess process : processes) {
      process.descriptors().keySet().forEach(inode -> owners.put(inode, process));
    }
    return owners;
  }

  /// The connections of one worker.
  private static final class Sides {
    private final NginxProcess worker;
    private final List<TcpSocket> clients = new ArrayList<>();
    private final List<TcpSocket> upstreams = new ArrayList<>();

    Sides(NginxProcess worker) {
      this.worker = worker;
    }

    void add(TcpSocket socket, Set<Integer> ports) {
      (ports.contains(socket.local().port()) ? clients : upstreams).add(socket);
    }

    void pair(
        List<LiveConnection> paired,
        List<TcpSocket> spare,
        Map<Long, Long> partners,
        Generations generations,
        LongFunction<Age> ages) {
      Map<Long, TcpSocket> found = Pairing.of(clients, upstreams, worker, partners);
      for (TcpSocket client : clients) {
        Optional<TcpSocket> upstream = Optional.ofNullable(found.get(client.inode()));
        Age age = generations.bound(ages.apply(client.inode()), client, worker);
        paired.add(new LiveConnection(client, upstream, worker, age));
      }
      Set<Long> used = found.values().stream().map(TcpSocket::inode).collect(Collectors.toSet());
      upstreams.stream().filter(socket -> !used.contains(socket.inode())).forEach(spare::add);
    }
  }

  /// The inodes that belong together, the client's first.
  Map<Long, Long> partners() {
    Map<Long, Long> all = HashMap.newHashMap(clients.size());
    clients.forEach(
        one -> one.upstream().ifPresent(up -> all.put(one.client().inode(), up.inode())));
    return all;
  }

  /// How many listening sockets a worker has; each takes one of its connections.
  public int listeners(NginxProcess worker) {
    return (int) listeners.stream().filter(worker::owns).count();
  }

  /// How many connections to backends each worker holds without a client, by its process id.
  public Map<Long, Integer> spareUpstreamsByWorker() {
    Map<Long, Integer> counts = new HashMap<>();
    for (NginxProcess process : processes) {
      int count = (int) spareUpstreams.stream().filter(process::owns).count();
      counts.merge(process.pid(), count, Integer::sum);
    }
    return counts;
  }

  /// Whether there is an nginx whose sockets this user may not see.
  public boolean isPartlyHidden() {
    return processes.stream().anyMatch(process -> !process.isReadable());
  }
}
