package dev.wsdoctor.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;

/// A client that opens a socket and holds it, silently, until somebody ends it.
final class HeldSocket implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Socket socket;
  private final String head;

  private HeldSocket(Socket socket, String head) {
    this.socket = socket;
    this.head = head;
  }

  /// Sends an opening handshake and returns when the head of the answer is there.
  static HeldSocket open(int port, String path) {
    try {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout((int) LIMIT.toMillis());
      BadPeer.write(
          socket,
          """
          GET %s HTTP/1.1\r
          Host: a.example\r
          Connection: Upgrade\r
          Upgrade: websocket\r
          Sec-WebSocket-Version: 13\r
          Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
          \r
          """
              .formatted(path));
      return new HeldSocket(socket, head(socket));
    } catch (IOException e) {
      throw new UncheckedIOException("no answer for " + path, e);
    }
  }

  /// Nothing, when the other side resets instead of answering.
  private static String head(Socket socket) throws IOException {
    try {
      return BadPeer.readHead(socket);
    } catch (SocketException _) {
      return "";
    }
  }

  boolean opened() {
    return head.startsWith("HTTP/1.1 101 ");
  }

  /// Waits until the other side has ended it, in whatever way.
  void awaitEnd() {
    try {
      byte[] rest = new byte[1024];
      while (socket.getInputStream().read(rest) >= 0) {
        // What comes before the end does not matter.
      }
    } catch (SocketException _) {
      // Reset is an end too.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ends it as a client does that vanishes: with a reset.
  void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
