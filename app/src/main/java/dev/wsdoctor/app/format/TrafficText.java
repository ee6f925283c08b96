package dev.wsdoctor.app.format;

import dev.wsdoctor.diagnosis.Traffic;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.socket.Activity;
import dev.wsdoctor.socket.Age;
import dev.wsdoctor.socket.LiveConnection;
import dev.wsdoctor.socket.NginxProcess;
import dev.wsdoctor.socket.TcpSocket;
import java.time.Duration;
import java.util.List;

/// The live connections for a person: the sums, what is wrong, the room that is left, and the
/// connections, those first that will be closed first.
final class TrafficText {
  private static final String UNKNOWN = "-";
  private static final int PORTS_SHOWN = 3;

  /// The time between two looks.
  private static final Duration SEEN_TO_BEGIN = Duration.ofSeconds(5);

  private final Page page;

  TrafficText(Page page) {
    this.page = page;
  }

  void write(Traffic traffic, int most) {
    page.line(Style.BOLD, sums(traffic));
    traffic.causes().forEach(this::cause);
    room(traffic);
    connections(traffic.tunnels(), most);
    if (!traffic.remarks().isEmpty()) {
      page.blank();
    }
    traffic.remarks().forEach(remark -> page.filled("* ", remark));
  }

  private static String sums(Traffic traffic) {
    return "%s with a backend, %s waiting without one; %s to backends in reserve"
        .formatted(
            count(traffic.tunnels().size(), "connection"), traffic.waiting(), traffic.spare());
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private void cause(Finding cause) {
    page.blank()
        .filled(
            cause.severity() == Severity.ERROR ? Style.RED : Style.YELLOW,
            "",
            "%s [%s]".formatted(cause.summary(), cause.id()));
    cause.fix().map(Fix::advice).ifPresent(advice -> page.filled("  -> ", advice));
  }

  private void room(Traffic traffic) {
    if (!traffic.workers().isEmpty() || !traffic.ports().isEmpty()) {
      page.blank();
    }
    traffic.workers().forEach(this::worker);
    traffic.ports().stream().limit(PORTS_SHOWN).forEach(this::ports);
  }

  private void worker(Traffic.Worker worker) {
    NginxProcess process = worker.process();
    String limit = worker.limit().isPresent() ? " of " + worker.limit().getAsInt() : "";
    String files =
        process.fileLimit().isPresent()
            ? ", %s of %s files".formatted(process.openFiles(), process.fileLimit().getAsLong())
            : "";
    page.line(
        process.isLeaving() ? Style.YELLOW : Style.PLAIN,
        "worker %-8s %s%s%s"
            .formatted(
                process.pid(),
                limit.isEmpty()
                    ? count(worker.connections(), "connection")
                    : worker.connections() + limit + " connections",
                files + resources(process),
                process.isLeaving() ? ", of an earlier configuration" : ""));
  }

  private static String resources(NginxProcess process) {
    String memory = process.memory().isPresent() ? ", " + size(process.memory().getAsLong()) : "";
    return memory + process.age().map(age -> ", up for " + time(age)).orElse("");
  }

  private void ports(Traffic.Ports way) {
    page.line(
        Style.PLAIN,
        "ports  %s -> %s: %s of %s".formatted(way.from(), way.to(), way.used(), way.available()));
  }

  private void connections(List<Traffic.Tunnel> tunnels, int most) {
    tunnels.stream().limit(most).forEach(this::connection);
    if (tunnels.size() > most) {
      page.blank().line(Style.FAINT, "and %s more".formatted(tunnels.size() - most));
    }
  }

  private void connection(Traffic.Tunnel tunnel) {
    LiveConnection connection = tunnel.connection();
    String closes = tunnel.closesIn().map(left -> "closes in " + time(left)).orElse(UNKNOWN);
    page.blank()
        .line(
            connection.seemsHalfOpen() ? Style.RED : Style.PLAIN,
            "%-18s %s -> %s"
                .formatted(
                    closes,
                    connection.client().remote(),
                    connection.upstream().map(up -> up.remote().toString()).orElse(UNKNOWN)))
        .line(Style.FAINT, " ".repeat(19) + details(tunnel));
    connection
        .client()
        .activity()
        .ifPresent(client -> page.line(Style.FAINT, " ".repeat(19) + bytes(client)));
  }

  private static String details(Traffic.Tunnel tunnel) {
    LiveConnection connection = tunnel.connection();
    String limit = tunnel.limit().map(most -> " of " + time(most)).orElse("");
    return "silent %s%s, %sworker %s%s"
        .formatted(
            connection.silence().map(TrafficText::time).orElse(UNKNOWN),
            limit,
            age(connection.age()),
            connection.worker().pid(),
            state(connection));
  }

  /// Exact when it was seen to begin.
  private static String age(Age age) {
    if (age.atLeast().isZero()) {
      return "";
    }
    boolean exact =
        age.atMost()
            .filter(most -> most.minus(age.atLeast()).compareTo(SEEN_TO_BEGIN) <= 0)
            .isPresent();
    return "%s%s old, ".formatted(exact ? "" : "at least ", time(age.atLeast()));
  }

  private static String bytes(Activity client) {
    return "in %s (%s ago), out %s (%s ago), rtt %s"
        .formatted(
            size(client.received()),
            time(client.sinceReceived()),
            size(client.sent()),
            time(client.sinceSent()),
            time(client.roundTrip()));
  }

  private static String state(LiveConnection connection) {
    TcpSocket client = connection.client();
    String old = connection.isHeldByOldWorker() ? " (old)" : "";
    return connection.seemsHalfOpen()
        ? old + ", half open? %s retransmits".formatted(client.retransmits())
        : old;
  }

  /// `21 ms`, `48 s`, `12 min`, `3 h`.
  static String time(Duration time) {
    long millis = time.toMillis();
    if (millis < 1_000) {
      return millis + " ms";
    }
    long seconds = time.toSeconds();
    if (seconds < 600) {
      return seconds + " s";
    }
    return seconds < 36_000 ? seconds / 60 + " min" : seconds / 3_600 + " h";
  }

  /// `512 B`, `1.2 kB`, `3.4 MB`; thousands, as networks count.
  static String size(long bytes) {
    if (bytes < 1_000) {
      return bytes + " B";
    }
    String[] units = {"kB", "MB", "GB", "TB"};
    long tenths = bytes / 100;
    int unit = 0;
    while (tenths >= 10_000 && unit < units.length - 1) {
      tenths /= 1_000;
      unit++;
    }
    return tenths / 10 + "." + tenths % 10 + " " + units[unit];
  }
}
