package dev.wsdoctor.conformance.repair;

import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.HeadParser;
import dev.wsdoctor.http.HeadReader;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.websocket.OpeningHandshake;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// An application that opens WebSockets and serves pages, but pages over HTTP/1.0 only: the change
/// that opens its sockets breaks its pages.
final class FussyBackend implements AutoCloseable {
  private static final int HEAD_BYTES = 16 * 1024;
  private static final int IDLE_MILLISECONDS = 30_000;

  private final ServerSocket listener;

  private FussyBackend(ServerSocket listener) {
    this.listener = listener;
  }

  static FussyBackend start() throws IOException {
    FussyBackend backend =
        new FussyBackend(new ServerSocket(0, 16, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().start(backend::accept);
    return backend;
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException _) {
        // closed while waiting
      }
    }
  }

  private static void serve(Socket client) {
    try (client) {
      client.setSoTimeout(IDLE_MILLISECONDS);
      Request request = request(client.getInputStream());
      client.getOutputStream().write(answer(request).getBytes(StandardCharsets.ISO_8859_1));
      if (isHandshake(request)) {
        // Silent until the client leaves.
        client.getInputStream().skip(Long.MAX_VALUE);
      }
    } catch (IOException _) {
      // nginx has gone; the client's side will show it
    }
  }

  private static boolean isHandshake(Request request) {
    return request.fields().hasMember("Upgrade", "websocket");
  }

  private static String answer(Request request) {
    if (isHandshake(request)) {
      String key = request.fields().first("Sec-WebSocket-Key").orElse("");
      return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Accept: "
          + OpeningHandshake.accept(key)
          + "\r\n\r\n";
    }
    String status = request.version().equals("HTTP/1.0") ? "200 OK" : "404 Not Found";
    return "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  }

  private static Request request(InputStream in) throws IOException {
    HeadReader reader = new HeadReader(HEAD_BYTES);
    byte[] chunk = new byte[HEAD_BYTES];
    HeadReader.Progress progress = reader.feed("");
    while (progress instanceof HeadReader.Progress.Incomplete) {
      int count = in.read(chunk);
      if (count < 0) {
        throw new IOException("the client left");
      }
      progress = reader.feed(new String(chunk, 0, count, StandardCharsets.ISO_8859_1));
    }
    return progress instanceof HeadReader.Progress.Complete(String head, String _)
            && HeadParser.request(head) instanceof HeadParser.Parsed.Valid<Request>(Request request)
        ? request
        : new Request("GET", "/", "HTTP/1.1", Fields.NONE);
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
