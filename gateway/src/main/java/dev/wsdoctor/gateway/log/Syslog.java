package dev.wsdoctor.gateway.log;

import dev.wsdoctor.directive.SyslogWords;
import dev.wsdoctor.log.Level;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A server that lines are sent to, one datagram each (`ngx_syslog.c`). May be used by many
/// threads.
final class Syslog {
  private static final String PREFIX = "syslog:";
  private static final int PORT = 514;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH);

  private final InetSocketAddress server;
  private final int facility;
  private final int severity;
  private final String words;
  private final ZoneId zone;

  /// Opened when it is first needed. Guarded by this.
  private @Nullable DatagramChannel channel;

  private Syslog(InetSocketAddress server, int facility, int severity, String words, ZoneId zone) {
    this.server = server;
    this.facility = facility;
    this.severity = severity;
    this.words = words;
    this.zone = zone;
  }

  static boolean isNamed(String parameter) {
    return parameter.startsWith(PREFIX);
  }

  /// Of a parameter that nginx takes.
  ///
  /// @throws IOException when the server's name is not known
  static Syslog of(String parameter, ZoneId zone) throws IOException {
    List<String> options = List.of(parameter.substring(PREFIX.length()).split(",", -1));
    String host = options.contains("nohostname") ? "" : HostName.OWN + " ";
    return new Syslog(
        address(option(options, "server=").orElse("")),
        option(options, "facility=")
            .map(SyslogWords.FACILITIES::indexOf)
            .orElse(SyslogWords.FACILITIES.size() - 1),
        option(options, "severity=")
            .map(SyslogWords.SEVERITIES::indexOf)
            .orElse(SyslogWords.SEVERITIES.indexOf("info")),
        host + option(options, "tag=").orElse("nginx") + ": ",
        zone);
  }

  private static Optional<String> option(List<String> options, String name) {
    return options.stream()
        .filter(o -> o.startsWith(name))
        .map(o -> o.substring(name.length()))
        .findFirst();
  }

  private static InetSocketAddress address(String server) throws IOException {
    int colon = server.endsWith("]") ? -1 : server.lastIndexOf(':');
    String host = colon < 0 ? server : server.substring(0, colon);
    int port = colon < 0 ? PORT : Integer.parseInt(server.substring(colon + 1));
    return new InetSocketAddress(InetAddress.getByName(host), port);
  }

  /// A line of an access log.
  void send(String line, Instant now) throws IOException {
    send(severity, line, now);
  }

  /// A line of an error log.
  void send(Level level, String line, Instant now) throws IOException {
    send(SyslogWords.SEVERITIES.indexOf(level.word()), line, now);
  }

  private void send(int grade, String line, Instant now) throws IOException {
    String head = "<%d>%s ".formatted(facility * 8 + grade, TIME.format(now.atZone(zone)));
    byte[] bytes = (head + words + line).getBytes(StandardCharsets.ISO_8859_1);
    open().send(ByteBuffer.wrap(bytes), server);
  }

  private synchronized DatagramChannel open() throws IOException {
    DatagramChannel known = channel;
    if (known == null || !known.isOpen()) {
      known = DatagramChannel.open();
      known.configureBlocking(false);
      channel = known;
    }
    return known;
  }

  synchronized void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
