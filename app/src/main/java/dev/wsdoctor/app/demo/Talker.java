package dev.wsdoctor.app.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A service that speaks first and no HTTP, as those for mail and files do: what is found behind a
/// wrong port.
final class Talker implements AutoCloseable {
  private static final byte[] GREETING =
      "220 demo.invalid ready\r\n".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket listener;

  private Talker(ServerSocket listener) {
    this.listener = listener;
  }

  /// Listens on a free port of loopback.
  static Talker start() throws IOException {
    Talker talker = new Talker(new ServerSocket(0, 16, InetAddress.getLoopbackAddress()));
    Thread.ofPlatform().daemon().name("talker").start(talker::greet);
    return talker;
  }

  int port() {
    return listener.getLocalPort();
  }

  private void greet() {
    try {
      while (true) {
        try (Socket client = listener.accept()) {
          client.getOutputStream().write(GREETING);
        }
      }
    } catch (IOException _) {
      // close() ends the loop this way.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
