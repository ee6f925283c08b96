package dev.wsdoctor.diagnosis;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.socket.Kernel;
import dev.wsdoctor.socket.LiveConnection;
import dev.wsdoctor.socket.NginxProcess;
import dev.wsdoctor.socket.TcpSocket.End;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What goes through nginx at one moment: connections that have a backend, the soonest to be closed
/// first, the room that is left, and what is wrong with that.
///
/// `waiting` clients have no backend now: they read a file, or keep their connection for the next
/// request. `spare` connections to backends serve no client now.
public record Traffic(
    List<Tunnel> tunnels,
    int waiting,
    int spare,
    List<Worker> workers,
    List<Ports> ports,
    Kernel.Source source,
    List<Finding> causes,
    List<String> remarks) {
  /// `limit` is how long it may be silent by the configuration, the shortest of those that apply;
  /// absent when no location of the configuration leads to its backend.
  public record Tunnel(LiveConnection connection, Optional<Duration> limit) {
    /// Until nginx ends it, if no byte moves; absent when the limit or the silence is not known.
    public Optional<Duration> closesIn() {
      return limit.flatMap(
          most ->
              connection
                  .silence()
                  .map(silence -> most.minus(silence))
                  .map(left -> left.isNegative() ? Duration.ZERO : left));
    }
  }

  /// `connections` are its clients and backends together, as `worker_connections` counts them.
  public record Worker(NginxProcess process, int connections, OptionalInt limit) {}

  /// Connections from one address of this machine to one backend, and how many there can be
  /// (`net.ipv4.ip_local_port_range`).
  public record Ports(String from, End to, int used, int available) {}

  public Traffic {
    tunnels = List.copyOf(tunnels);
    workers = List.copyOf(workers);
    ports = List.copyOf(ports);
    causes = List.copyOf(causes);
    remarks = List.copyOf(remarks);
  }
}
