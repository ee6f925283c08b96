package dev.wsdoctor.conformance.nginx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// An upstream that answers each request with the head it received, byte for byte.
final class EchoBackend implements AutoCloseable {
  private static final int MAX_HEAD = 1 << 16;
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final int BACKLOG = 128;

  private final ServerSocket socket;

  private EchoBackend(ServerSocket socket) {
    this.socket = socket;
  }

  static EchoBackend start(int port) {
    try {
      var socket = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
      EchoBackend backend = new EchoBackend(socket);
      Thread.ofVirtual().start(backend::acceptAll);
      return backend;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  private void acceptAll() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        Thread.ofVirtual().start(() -> answer(connection));
      } catch (IOException _) {
        // closed while waiting
      }
    }
  }

  private void answer(Socket connection) {
    try (connection) {
      connection.setSoTimeout(TIMEOUT_MILLIS);
      byte[] head = head(connection.getInputStream());
      String answer =
          "HTTP/1.1 200 OK\r\nX-Backend: %d\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
              .formatted(port(), head.length);
      connection.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
      connection.getOutputStream().write(head);
      drain(connection);
    } catch (IOException _) {
      // nginx has gone; the client's side will show it
    }
  }

  /// Closing with unread data would reset the connection and lose the answer.
  private static void drain(Socket connection) throws IOException {
    connection.shutdownOutput();
    connection.getInputStream().skip(Long.MAX_VALUE);
  }

  private static byte[] head(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    int ends = 0;
    while (ends < 4 && head.size() < MAX_HEAD) {
      int b = in.read();
      if (b < 0) {
        break;
      }
      head.write(b);
      boolean expected = b == (ends % 2 == 0 ? '\r' : '\n');
      ends = expected ? ends + 1 : b == '\r' ? 1 : 0;
    }
    return head.toByteArray();
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
