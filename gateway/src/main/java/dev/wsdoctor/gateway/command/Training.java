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
          visit(gateway.port(PORT));
        }
      }
    }
  }

  private static void visit(int port) throws IOException {
    ask(port, "GET /answer HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    ask(
        port,
        "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nx");
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
