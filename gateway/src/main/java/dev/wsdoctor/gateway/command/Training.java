package dev.wsdoctor.gateway.command;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Files;
import dev.wsdoctor.conf.MemoryFiles;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.gateway.Gateway;
import dev.wsdoctor.gateway.GatewaySettings;
import dev.wsdoctor.gateway.GatewayStart;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The run from which the JVM learns what a server needs: launcher/first-start.sh makes the AOT
/// cache out of it. It answers, proxies and tunnels on loopback, and touches no file.
final class Training {
  private static final int PORT = 8080;
  private static final int PATIENCE_MILLIS = 2000;
  private static final int MOST_BYTES = 4096;
  private static final int MOST_VISITS = 20_000;
  private static final long PRACTICE_NANOS = 10_000_000_000L;
  private static final String MESSAGE = "0123456789abcdef".repeat(4);
  private static final int MESSAGES = 4;
  private static final String HEAD_END = "\r\n\r\n";

  private Training() {}

  public static void main(String[] arguments) throws IOException {
    try (ServerSocket application = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> echo(application));
      String text = configuration(application.getLocalPort());
      run(MemoryFiles.of(Map.of("/nginx.conf", text)));
    }
  }

  private static String configuration(int application) {
    return """
    events { }
    http {
      access_log off;
      map $http_upgrade $connection_upgrade { default upgrade; '' close; }
      upstream app { server 127.0.0.1:%d; }
      server {
        listen 127.0.0.1:8080;
        server_name localhost;
        location = /answer { return 200 "answer"; }
        location / {
          proxy_pass http://app;
          proxy_http_version 1.1;
          proxy_set_header Host $host;
          proxy_set_header Upgrade $http_upgrade;
          proxy_set_header Connection $connection_upgrade;
        }
      }
    }
    """
        .formatted(application);
  }

  private static void run(Files files) throws IOException {
    List<String> words = List.of("-p", "/", "-c", "nginx.conf", "-g", "daemon off;");
    if (!(OptionReader.read(words) instanceof OptionReader.Read.Valid(Options options))
        || !(Loaded.load(options, Paths.of(options, Path.of("/")), files)
            instanceof Loaded.Usable(Configuration configuration))) {
      throw new IllegalStateException("the configuration of the training cannot be used");
    }
    GatewaySettings settings = GatewaySettings.onLoopback(NginxVersion.NEWEST_STABLE);
    switch (Gateway.start(configuration, settings)) {
      case GatewayStart.Refused(List<String> messages) ->
          throw new IllegalStateException(messages.toString());
      case GatewayStart.Started(Gateway gateway) -> {
        try (gateway) {
          visit(gateway.port(PORT));
          gateway.reload(configuration);
          practise(gateway.port(PORT));
        }
      }
    }
  }

  /// Again and again: the cache also keeps what is worth compiling, and how, so that a gateway is
  /// fast from its first second on.
  private static void practise(int port) throws IOException {
    long end = System.nanoTime() + PRACTICE_NANOS;
    for (int visits = 0; visits < MOST_VISITS && System.nanoTime() < end; visits++) {
      visit(port);
    }
  }

  private static void visit(int port) throws IOException {
    ask(port, "GET /answer HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    talk(
        port,
        """
        GET /ws HTTP/1.1\r
        Host: localhost\r
        User-Agent: Mozilla/5.0 (X11; Linux x86_64)\r
        Origin: http://localhost\r
        Connection: keep-alive, Upgrade\r
        Upgrade: websocket\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        \r
        """);
  }

  /// Upgrades, and hears its messages again.
  private static void talk(int port, String request) throws IOException {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      client.setSoTimeout(PATIENCE_MILLIS);
      client.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      int head = 0;
      for (int seen = 0; seen < HEAD_END.length(); head++) {
        int b = client.getInputStream().read();
        if (b < 0 || head == MOST_BYTES) {
          throw new IOException("the training got no head");
        }
        seen = b == HEAD_END.charAt(seen) ? seen + 1 : 0;
      }
      for (int i = 0; i < MESSAGES; i++) {
        client.getOutputStream().write(MESSAGE.getBytes(StandardCharsets.ISO_8859_1));
        client.getInputStream().readNBytes(MESSAGE.length());
      }
    }
  }

  private static void ask(int port, String request) throws IOException {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      client.setSoTimeout(PATIENCE_MILLIS);
      client.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      client.getInputStream().readNBytes(1);
    }
  }

  /// An application that takes every upgrade and sends back what it gets.
  private static void echo(ServerSocket application) {
    while (!application.isClosed()) {
      try (Socket client = application.accept()) {
        client.setSoTimeout(PATIENCE_MILLIS);
        InputStream in = client.getInputStream();
        byte[] bytes = new byte[MOST_BYTES];
        in.read(bytes);
        String head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";
        client.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        for (int length = in.read(bytes); length > 0; length = in.read(bytes)) {
          client.getOutputStream().write(bytes, 0, length);
        }
      } catch (IOException _) {
        // The training is over, or a visit was cut short: the next one counts.
      }
    }
  }
}
