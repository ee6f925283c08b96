package dev.wsdoctor.rule.upstream;

import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Upstream.Peer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A port at which, by its registration or by custom, something listens that speaks no HTTP.
/// `instead` says where the sockets of such a service usually are.
record ForeignPort(int first, int last, String service, String instead) {
  private static final List<ForeignPort> ALL =
      List.of(
          of(22, "SSH", "a web terminal such as ttyd has a port of its own"),
          of(25, "SMTP", ""),
          of(1883, "MQTT over plain TCP", "MQTT over WebSockets is usually at 8083, 8080 or 9001"),
          of(3306, "MySQL", ""),
          of(3389, "RDP", "Guacamole's web application is usually at 8080"),
          of(4822, "guacd's own protocol", "Guacamole's web application is usually at 8080"),
          of(5222, "XMPP over plain TCP", "XMPP over WebSockets is usually at 5280, 5281 or 5443"),
          of(5432, "PostgreSQL", ""),
          of(5672, "AMQP", "RabbitMQ's Web STOMP is at 15674, its Web MQTT at 15675"),
          new ForeignPort(5900, 5909, "VNC (RFB)", "websockify is usually at 6080"),
          of(6379, "Redis", ""),
          of(61613, "STOMP over plain TCP", "ActiveMQ has STOMP over WebSockets at 61614"));

  private static ForeignPort of(int port, String service, String instead) {
    return new ForeignPort(port, port, service, instead);
  }

  /// Of the address that the request goes to.
  static Optional<ForeignPort> of(Outcome.Proxied hop) {
    return hop.target().upstream().stream()
        .flatMap(group -> group.peers().stream())
        .map(Peer::port)
        .limit(1)
        .flatMap(ForeignPort::of)
        .findFirst();
  }

  private static Stream<ForeignPort> of(int port) {
    return ALL.stream().filter(known -> known.first <= port && port <= known.last);
  }
}
