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
import java.util.Objects;

/// The run from which the JVM learns what a server needs: launcher/first-start.sh makes the AOT
/// cache out of it. It answers, proxies and tunnels on loopback, and touches no file.
final class Training {
  private static final int PORT = 8080;
  private static final int TLS_PORT = 8443;
  private static final int PATIENCE_MILLIS = 2000;
  private static final int MOST_BYTES = 4096;
  private static final int MOST_VISITS = 20_000;
  private static final long PLAIN_NANOS = 10_000_000_000L;
  private static final long TLS_NANOS = 6_000_000_000L;

  private Training() {}

  public static void main(String[] arguments) throws IOException {
    try (ServerSocket application = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> echo(application));
      String text = configuration(application.getLocalPort(), identity());
      run(MemoryFiles.of(Map.of("/nginx.conf", text)));
    }
  }

  /// @param identity a certificate and its key, which nobody else uses
  private static String configuration(int application, String identity) {
    return """
    events { }
    http {
      access_log off;
      map $http_upgrade $connection_upgrade { default upgrade; '' close; }
      upstream app { server 127.0.0.1:%1$d; }
      server {
        listen 127.0.0.1:8080;
        listen 127.0.0.1:8443 ssl;
        server_name localhost;
        ssl_certificate "data:%2$s";
        ssl_certificate_key "data:%2$s";
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
        .formatted(application, identity);
  }

  private static String identity() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            Training.class.getResourceAsStream("training.pem"), "training.pem is missing")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
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
          Visitor visitor = new Visitor(gateway.port(PORT), gateway.port(TLS_PORT));
          visitor.comePlainly();
          visitor.comeSecurely();
          gateway.reload(configuration);
          practise(visitor::comePlainly, PLAIN_NANOS);
          practise(visitor::comeSecurely, TLS_NANOS);
        }
      }
    }
  }

  /// Again and again: the cache also keeps what is worth compiling, and how, so that a gateway is
  /// fast from its first second on.
  private static void practise(Visit visit, long nanos) throws IOException {
    long end = System.nanoTime() + nanos;
    for (int visits = 0; visits < MOST_VISITS && System.nanoTime() < end; visits++) {
      visit.make();
    }
  }

  private interface Visit {
    void make() throws IOException;
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
