package dev.wsdoctor.conformance.nginx;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// An upstream that switches protocols for whoever asks and sends every byte back from then on.
final class TunnelBackend implements AutoCloseable {
  private static final int BACKLOG = 32;
  private static final int END_OF_HEAD = 4;

  private final ServerSocket socket;

  private TunnelBackend(ServerSocket socket) {
    this.socket = socket;
  }

  static TunnelBackend start(int port) {
    try {
      var backend =
          new TunnelBackend(new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress()));
      Thread.ofVirtual().start(backend::acceptAll);
      return backend;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void acceptAll() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        Thread.ofVirtual().start(() -> mirror(connection));
      } catch (IOException _) {
        // closed while waiting
      }
    }
  }

  private static void mirror(Socket connection) {
    try (connection) {
      skipHead(connection.getInputStream());
      connection.getOutputStream().write(SWITCH.getBytes(StandardCharsets.ISO_8859_1));
      connection.getInputStream().transferTo(connection.getOutputStream());
    } catch (IOException _) {
      // nginx has gone; the client's side will show it
    }
  }

  private static final String SWITCH =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n";

  /// Reads up to and with the empty line.
  static void skipHead(InputStream in) throws IOException {
    int ends = 0;
    while (ends < END_OF_HEAD) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("expected a whole head but the peer closed");
      }
      ends = b == '\r' || b == '\n' ? ends + 1 : 0;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
