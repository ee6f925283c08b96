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

  /// Where what is told of a connection begins.
  private static final int INDENTATION = 19;

  private final Page page;
  private final int width;

  /// @param width no line is longer that the terminal would have to wrap
  TrafficText(Page page, int width) {
    this.page = page;
    this.width = width;
  }

  void write(Traffic traffic, int most) {
    page.filled(Style.BOLD, "", sums(traffic));
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
    String connections =
        limit.isEmpty()
            ? count(worker.connections(), "connection")
            : worker.connections() + limit + " connections";
    Parts parts = new Parts().and("worker %-8s %s".formatted(process.pid(), connections), 0);
    process
        .fileLimit()
        .ifPresent(most -> parts.and(", %s of %s files".formatted(process.openFiles(), most), 1));
    process.memory().ifPresent(bytes -> parts.and(", " + size(bytes), 2));
    process.age().ifPresent(age -> parts.and(", up for " + time(age), 3));
    parts.and(process.isLeaving() ? ", of an earlier configuration" : "", 0);
    page.line(process.isLeaving() ? Style.YELLOW : Style.PLAIN, parts.in(width));
  }

  private void ports(Traffic.Ports way) {
    page.line(
        Style.PLAIN,
        new Parts()
            .and("ports  ", 0)
            .and(way.from() + " ", 1)
            .and("-> %s: %s of %s".formatted(way.to(), way.used(), way.available()), 0)
            .in(width));
  }

  private void connections(List<Traffic.Tunnel> tunnels, int most) {
    tunnels.stream().limit(most).forEach(this::connection);
    if (tunnels.size() > most) {
      page.blank().line(Style.FAINT, "and %s more".formatted(tunnels.size() - most));
    }
  }

  private void connection(Traffic.Tunnel tunnel) {
    LiveConnection connection = tunnel.connection();
    page.blank();
    ends(tunnel, connection.seemsHalfOpen() ? Style.RED : Style.PLAIN);
    page.line(Style.FAINT, indented(details(tunnel)));
    connection
        .client()
        .activity()
        .ifPresent(client -> page.line(Style.FAINT, indented(bytes(client))));
  }

  /// Long addresses have a line each.
  private void ends(Traffic.Tunnel tunnel, Style style) {
    LiveConnection connection = tunnel.connection();
    String closes = tunnel.closesIn().map(left -> "closes in " + time(left)).orElse(UNKNOWN);
    String client = "%-18s %s".formatted(closes, connection.client().remote());
    String upstream =
        "-> " + connection.upstream().map(up -> up.remote().toString()).orElse(UNKNOWN);
    if (client.length() + 1 + upstream.length() <= width) {
      page.line(style, client + " " + upstream);
    } else {
      page.line(style, client).line(style, " ".repeat(INDENTATION) + upstream);
    }
  }

  private String indented(Parts parts) {
    return " ".repeat(INDENTATION) + parts.in(width - INDENTATION);
  }

  private static Parts details(Traffic.Tunnel tunnel) {
    LiveConnection connection = tunnel.connection();
    String limit = tunnel.limit().map(most -> " of " + time(most)).orElse("");
    String silence = connection.silence().map(TrafficText::time).orElse(UNKNOWN);
    return new Parts()
        .and("silent " + silence + limit, 0)
        .and(age(connection.age()), 2)
        .and(", worker " + connection.worker().pid(), 1)
        .and(connection.isHeldByOldWorker() ? " (old)" : "", 1)
        .and(halfOpen(connection), 0);
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
    return ", %s%s old".formatted(exact ? "" : "at least ", time(age.atLeast()));
  }

  private static Parts bytes(Activity client) {
    return new Parts()
        .and("in " + size(client.received()), 0)
        .and(" (%s ago)".formatted(time(client.sinceReceived())), 1)
        .and(", out " + size(client.sent()), 0)
        .and(" (%s ago)".formatted(time(client.sinceSent())), 2)
        .and(", rtt " + time(client.roundTrip()), 3);
  }

  private static String halfOpen(LiveConnection connection) {
    TcpSocket client = connection.client();
    return connection.seemsHalfOpen()
        ? ", half open? %s retransmits".formatted(client.retransmits())
        : "";
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
