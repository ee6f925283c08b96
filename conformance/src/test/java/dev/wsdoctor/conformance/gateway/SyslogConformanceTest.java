package dev.wsdoctor.conformance.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.Ports;
import dev.wsdoctor.conformance.RealNginx;
import dev.wsdoctor.conformance.RealParts;
import dev.wsdoctor.conformance.TemporaryFolder;
import dev.wsdoctor.gateway.Gateway;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a syslog server gets of nginx and of the gateway, datagram by datagram.
class SyslogConformanceTest {
  private static final int PATIENCE_MILLIS = 8000;
  private static final int DATAGRAMS = 4;

  @Test
  void datagramsAreTheSame() throws Exception {
    RealParts.needNginx();
    int port = Ports.free();
    try (TemporaryFolder folder = TemporaryFolder.create("syslog");
        DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(PATIENCE_MILLIS);
      String text = configuration(port, server.getLocalPort());
      folder.write("nginx.conf", text);
      List<String> expected;
      try (RealNginx nginx = RealNginx.start(text, port)) {
        assertThat(nginx.pid()).isPositive();
        expected = seen(port, server);
      }
      try (Gateway _ = StartedGateway.in(folder)) {
        assertThat(seen(port, server)).isEqualTo(expected);
      }
    }
  }

  private static List<String> seen(int port, DatagramSocket server) throws IOException {
    ask(port, "/one");
    ask(port, "/none");
    ask(port, "/if");
    ask(port, "/if?x=1");
    List<String> seen = new ArrayList<>();
    while (seen.size() < DATAGRAMS) {
      DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
      server.receive(packet);
      String text =
          new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
      seen.add(
          text.replaceFirst("[A-Z][a-z]{2} [ 0-9][0-9] [0-9:]{8}", "then")
              .replaceFirst("[0-9/]{10} [0-9:]{8} \\[(\\w+)] [0-9#]+: \\*[0-9]+", "[$1]"));
    }
    return seen;
  }

  private static void ask(int port, String path) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      String request = "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
    }
  }

  private static String configuration(int port, int server) {
    return """
    worker_processes 1;
    error_log error.log;
    events {}
    http {
      log_format f '$uri $status';
      access_log syslog:server=127.0.0.1:%d,facility=local3,tag=own,severity=debug f;
      server {
        listen 127.0.0.1:%d;
        root /nowhere;
        error_log syslog:server=127.0.0.1:%d,facility=mail error;
        location = /one { return 204; }
        location = /if { access_log syslog:server=127.0.0.1:%d,nohostname f if=$arg_x; return 204; }
      }
    }
    """
        .formatted(server, port, server, server);
  }
}
