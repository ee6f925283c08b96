package dev.wsdoctor.socket;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

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

  /// Puts together what was seen of the kernel's sockets and of the processes; sockets whose owner
  /// is none of them are left out. `partners` are the inodes that belonged together when they were
  /// looked at before, the client's first; `ages` tells of an inode since when it is known.
  static LiveConnections of(
      List<NginxProcesses.Held> sockets,
      List<NginxProcess> processes,
      Kernel.Source source,
      InodeMap<Long> partners,
      LongFunction<Age> ages) {
    Map<Long, Sides> byProcess = new LinkedHashMap<>();
    processes.forEach(process -> byProcess.put(process.pid(), new Sides(process)));
    List<TcpSocket> listeners = new ArrayList<>();
    BitSet ports = new BitSet();
    for (NginxProcesses.Held held : sockets) {
      if (held.socket().state() == TcpSocket.State.LISTEN
          && byProcess.containsKey(held.owner().pid())) {
        listeners.add(held.socket());
        ports.set(held.socket().local().port());
      }
    }
    for (NginxProcesses.Held held : sockets) {
      Optional<Sides> sides = Optional.ofNullable(byProcess.get(held.owner().pid()));
      if (sides.isPresent() && held.socket().isEstablished()) {
        sides.get().add(held, ports);
      }
    }
    List<LiveConnection> clients = new ArrayList<>();
    List<TcpSocket> spare = new ArrayList<>();
    Generations generations = new Generations(processes);
    byProcess.values().forEach(sides -> sides.pair(clients, spare, partners, generations, ages));
    return new LiveConnections(clients, spare, listeners, processes, source);
  }

  /// The connections of one process.
  private static final class Sides {
    private final NginxProcess worker;
    private final List<NginxProcesses.Held> clients = new ArrayList<>();
    private final List<NginxProcesses.Held> upstreams = new ArrayList<>();

    Sides(NginxProcess worker) {
      this.worker = worker;
    }

    void add(NginxProcesses.Held held, BitSet ports) {
      (ports.get(held.socket().local().port()) ? clients : upstreams).add(held);
    }

    void pair(
        List<LiveConnection> paired,
        List<TcpSocket> spare,
        InodeMap<Long> partners,
        Generations generations,
        LongFunction<Age> ages) {
      List<Optional<TcpSocket>> found = Pairing.of(clients, upstreams, partners);
      for (int i = 0; i < clients.size(); i++) {
        TcpSocket client = clients.get(i).socket();
        Age age = generations.bound(ages.apply(client.inode()), client, worker);
        paired.add(new LiveConnection(client, found.get(i), worker, age));
      }
      InodeMap<Boolean> used = Pairing.used(found);
      if (used.size() < upstreams.size()) {
        upstreams.stream()
            .map(NginxProcesses.Held::socket)
            .filter(socket -> !used.contains(socket.inode()))
            .forEach(spare::add);
      }
    }
  }

  /// The inodes that belong together, the client's first.
  InodeMap<Long> partners() {
    InodeMap<Long> all = new InodeMap<>(clients.size());
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
