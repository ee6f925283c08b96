package dev.wsdoctor.sandbox;

import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.HeadParser;
import dev.wsdoctor.http.HeadReader;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.websocket.OpeningHandshake;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// One connection to a stand-in: records the request head and answers it.
final class StandIn {
  /// First byte of a TLS record that holds a handshake (RFC 8446, 5.1).
  private static final int TLS_HANDSHAKE = 22;

  private static final int READ_BYTES = 8192;

  /// What came over one connection: a head, or the first bytes of something else.
  record Heard(Peer peer, boolean tls, String head, int answered) {}

  private final Peer peer;
  private final SocketChannel connection;
  private final Limits limits;
  private final Consumer<Heard> recorder;

  StandIn(Peer peer, SocketChannel connection, Limits limits, Consumer<Heard> recorder) {
    this.peer = peer;
    this.connection = connection;
    this.limits = limits;
    this.recorder = recorder;
  }

  void serve() {
    try (connection) {
      Socket socket = connection.socket();
      socket.setSoTimeout((int) limits.answer().toMillis());
      int first = socket.getInputStream().read();
      byte[] begun = {(byte) first};
      if (first == TLS_HANDSHAKE) {
        serveTls(socket, begun);
      } else if (first >= 'A' && first <= 'Z') {
        converse(socket, begun, false);
      } else if (first >= 0) {
        // FastCGI, uwsgi, SCGI and memcached all begin otherwise than a method of HTTP.
        recorder.accept(new Heard(peer, false, String.valueOf((char) first), 0));
      }
    } catch (IOException _) {
      // nginx closed the connection or the confirmation is over.
    }
  }

  private void serveTls(Socket socket, byte[] begun) throws IOException {
    SSLSocketFactory factory = ThrowAwayCertificate.get().serverContext().getSocketFactory();
    try (SSLSocket tls =
        (SSLSocket) factory.createSocket(socket, new ByteArrayInputStream(begun), true)) {
      tls.setUseClientMode(false);
      converse(tls, new byte[0], true);
    }
  }

  private void converse(Socket socket, byte[] begun, boolean tls) throws IOException {
    HeadReader reader = new HeadReader(limits.headBytes());
    HeadReader.Progress progress = reader.feed(begun, 0, begun.length);
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[READ_BYTES];
    while (progress instanceof HeadReader.Progress.Incomplete) {
      int length = in.read(buffer);
      if (length < 0) {
        break;
      }
      progress = reader.feed(buffer, 0, length);
    }
    String head =
        progress instanceof HeadReader.Progress.Complete(String complete, String _)
            ? complete
            : reader.received();
    answer(socket, head, tls);
    // A tunnel stays open until nginx or the confirmation ends it.
    while (in.read(buffer) >= 0) {}
  }

  private void answer(Socket socket, String head, boolean tls) throws IOException {
    if (!(HeadParser.request(head) instanceof HeadParser.Parsed.Valid<Request>(Request request))) {
      recorder.accept(new Heard(peer, tls, head, 400));
      write(socket, plain("400 Bad Request"));
      return;
    }
    int status = peer.role() == Peer.Role.AUTHORIZATION ? 200 : status(request);
    recorder.accept(new Heard(peer, tls, head, status));
    write(
        socket,
        switch (status) {
          case 101 -> switching(request);
          case 400 -> plain("400 Bad Request");
          default -> plain("200 OK");
        });
  }

  /// What a WebSocket server answers that also serves plain requests (RFC 6455, 4.2).
  static int status(Request request) {
    Fields fields = request.fields();
    boolean wantsUpgrade =
        fields.has("Upgrade")
            || fields.lines().stream()
                .anyMatch(f -> f.name().toLowerCase(Locale.ROOT).startsWith("sec-websocket-"));
    if (!wantsUpgrade) {
      return 200;
    }
    boolean isHandshake =
        request.method().equals("GET")
            && request.version().equals("HTTP/1.1")
            && fields.all("Host").size() == 1
            && fields.hasMember("Upgrade", "websocket")
            && fields.hasMember("Connection", "upgrade")
            && fields.all("Sec-WebSocket-Key").size() == 1
            && fields.all("Sec-WebSocket-Version").equals(List.of("13"));
    return isHandshake ? 101 : 400;
  }

  private static String switching(Request request) {
    String key = request.fields().first("Sec-WebSocket-Key").orElse("");
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Accept: "
        + OpeningHandshake.accept(key)
        + "\r\n\r\n";
  }

  private static String plain(String status) {
    return "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  }

  private static void write(Socket socket, String answer) throws IOException {
    socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  void close() {
    try {
      connection.close();
    } catch (IOException _) {
      // Closed already.
    }
  }
}
