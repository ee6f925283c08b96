package dev.wsdoctor.app.format;

import dev.wsdoctor.diagnosis.Traffic;
import dev.wsdoctor.socket.LiveConnection;
import dev.wsdoctor.socket.TcpSocket;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/// The connections of `top --format json`.
final class TrafficJson {
  private final Json json;

  TrafficJson(Json json) {
    this.json = json;
  }

  void members(Traffic traffic, int most) {
    json.string("source", traffic.source().name().toLowerCase(Locale.ROOT));
    json.object(
        "totals",
        () -> {
          json.number("connections", traffic.tunnels().size());
          json.number("waiting", traffic.waiting());
          json.number("spare", traffic.spare());
          json.number("half_open", count(traffic, LiveConnection::seemsHalfOpen));
          json.number("held_by_old_workers", count(traffic, LiveConnection::isHeldByOldWorker));
        });
    json.objects("connections", traffic.tunnels().stream().limit(most).toList(), this::tunnel);
    json.objects("workers", traffic.workers(), this::worker);
    json.objects("ports", traffic.ports(), this::ports);
    json.strings("remarks", traffic.remarks());
  }

  private static long count(Traffic traffic, Predicate<LiveConnection> what) {
    return traffic.tunnels().stream().map(Traffic.Tunnel::connection).filter(what).count();
  }

  private void tunnel(Traffic.Tunnel tunnel) {
    LiveConnection connection = tunnel.connection();
    json.number("worker", connection.worker().pid());
    json.bool("old_worker", connection.isHeldByOldWorker());
    json.bool("half_open", connection.seemsHalfOpen());
    json.milliseconds("age_at_least_ms", Optional.of(connection.age().atLeast()));
    json.milliseconds("age_at_most_ms", connection.age().atMost());
    json.milliseconds("silent_ms", connection.silence());
    json.milliseconds("limit_ms", tunnel.limit());
    json.milliseconds("closes_in_ms", tunnel.closesIn());
    json.object("client", () -> socket(connection.client()));
    json.object("upstream", connection.upstream(), this::socket);
  }

  private void socket(TcpSocket socket) {
    json.string("local", socket.local().toString());
    json.string("remote", socket.remote().toString());
    json.number("unsent_bytes", socket.unsent());
    json.number("retransmits", socket.retransmits());
    json.string("timer", socket.timer().name().toLowerCase(Locale.ROOT));
    json.object(
        "activity",
        socket.activity(),
        activity -> {
          json.number("sent_bytes", activity.sent());
          json.number("received_bytes", activity.received());
          json.number("all_retransmits", activity.retransmissions());
          json.milliseconds("since_sent_ms", Optional.of(activity.sinceSent()));
          json.milliseconds("since_received_ms", Optional.of(activity.sinceReceived()));
          json.milliseconds("rtt_ms", Optional.of(activity.roundTrip()));
        });
  }

  private void worker(Traffic.Worker worker) {
    json.number("pid", worker.process().pid());
    json.number("master", worker.process().parent());
    json.bool("old", worker.process().isLeaving());
    json.number("connections", worker.connections());
    json.number("limit", worker.limit().stream().boxed().findFirst());
    json.number("open_files", worker.process().openFiles());
    json.number("file_limit", worker.process().fileLimit().stream().boxed().findFirst());
    json.number("memory_bytes", worker.process().memory().stream().boxed().findFirst());
    json.milliseconds("age_ms", worker.process().age());
  }

  private void ports(Traffic.Ports way) {
    json.string("from", way.from());
    json.string("to", way.to().toString());
    json.number("used", way.used());
    json.number("available", way.available());
  }
}
