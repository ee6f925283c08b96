package dev.wsdoctor.app;

import dev.wsdoctor.diagnosis.Traffic;
import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.socket.Activity;
import dev.wsdoctor.socket.Age;
import dev.wsdoctor.socket.Kernel;
import dev.wsdoctor.socket.LiveConnection;
import dev.wsdoctor.socket.NginxProcess;
import dev.wsdoctor.socket.TcpSocket;
import dev.wsdoctor.socket.TcpSocket.End;
import dev.wsdoctor.socket.TcpSocket.State;
import dev.wsdoctor.socket.TcpSocket.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Live connections as a busy nginx has them: one soon to be closed, one half open, one without a
/// known limit.
public final class TrafficSamples {
  private static final NginxProcess WORKER = worker(2041, false);
  private static final NginxProcess OLD = worker(1980, true);

  private TrafficSamples() {}

  public static Traffic busy() {
    return new Traffic(
        List.of(
            tunnel("203.0.113.9", 51234, 48, 60, 0, WORKER),
            tunnel("2001:db8::7", 40100, 12, 3600, 4, OLD),
            tunnel("198.51.100.20", 33001, 2, 0, 0, WORKER)),
        7,
        16,
        List.of(
            new Traffic.Worker(OLD, 2, OptionalInt.of(1024)),
            new Traffic.Worker(WORKER, 28, OptionalInt.of(1024))),
        List.of(new Traffic.Ports("127.0.0.1", new End("127.0.0.1", 9000), 19, 28_232)),
        Kernel.Source.NETLINK,
        List.of(
            Finding.of(
                    "old-workers-pile-up",
                    Severity.WARNING,
                    0.95,
                    "one worker of earlier configurations still runs and holds one connection",
                    "A worker of before a reload stays until its last connection ends.")
                .because(new Evidence(Evidence.Kind.SOCKET, "is shutting down: process 1980"))
                .mendedBy(Fix.manual("set worker_shutdown_timeout"))),
        List.of("a remark about the configuration"));
  }

  private static Traffic.Tunnel tunnel(
      String address, int port, int silent, int limit, int retransmits, NginxProcess worker) {
    TcpSocket client =
        socket(new End("192.0.2.1", 443), new End(address, port), silent, retransmits);
    TcpSocket upstream =
        socket(new End("127.0.0.1", 40_000), new End("127.0.0.1", 9000), silent, 0);
    return new Traffic.Tunnel(
        new LiveConnection(client, Optional.of(upstream), worker, age(silent, worker)),
        limit == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(limit)));
  }

  /// At least ten times its silence; the one of the old worker was seen to begin.
  private static Age age(int silent, NginxProcess worker) {
    Duration least = Duration.ofSeconds(10L * silent);
    return new Age(
        least, worker.isLeaving() ? Optional.of(least.plusSeconds(2)) : Optional.empty());
  }

  private static TcpSocket socket(End local, End remote, int silent, int retransmits) {
    Activity activity =
        new Activity(
            Duration.ofSeconds(silent),
            Duration.ofSeconds(silent + 5),
            Duration.ofMillis(21),
            retransmits,
            3_450_000,
            1_234);
    return new TcpSocket(
        local,
        remote,
        State.ESTABLISHED,
        retransmits > 0 ? Timer.RETRANSMIT : Timer.NONE,
        retransmits,
        0,
        retransmits > 0 ? 512 : 0,
        77,
        Optional.of(activity));
  }

  private static NginxProcess worker(long pid, boolean leaving) {
    return new NginxProcess(
        pid,
        1900,
        false,
        leaving,
        true,
        Map.of(),
        30,
        OptionalLong.of(1_024),
        OptionalLong.of(12_300_000),
        Optional.of(Duration.ofHours(3)));
  }
}
