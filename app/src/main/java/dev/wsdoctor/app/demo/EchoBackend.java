package dev.wsdoctor.app.demo;

import dev.wsdoctor.http.HeadParser;
import dev.wsdoctor.http.HeadReader;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.websocket.Frame;
import dev.wsdoctor.websocket.FrameEncoder;
import dev.wsdoctor.websocket.MessageDecoder;
import dev.wsdoctor.websocket.Opcode;
import dev.wsdoctor.websocket.OpeningHandshake;
import dev.wsdoctor.websocket.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// An application that stands behind nginx in the demonstration: it opens WebSockets as its manners
/// say and sends every message back. Everything else it refuses with 400, as most libraries do.
final class EchoBackend implements AutoCloseable {
  /// The first byte of a client that speaks TLS (RFC 8446, 5.1).
  private static final byte TLS_HANDSHAKE = 22;

  private static final int HEAD_BYTES = 16 * 1024;
  private static final int MESSAGE_BYTES = 64 * 1024;
  private static final int IDLE_MILLISECONDS = 30_000;

  private final ServerSocket listener;
  private volatile Manners manners;

  private EchoBackend(ServerSocket listener, Manners manners) {
    this.listener = listener;
    this.manners = manners;
  }

  /// Listens on a free port of loopback.
  static EchoBackend start(Manners manners) throws IOException {
    EchoBackend backend =
        new EchoBackend(new ServerSocket(0, 16, InetAddress.getLoopbackAddress()), manners);
    Thread.ofPlatform().daemon().name("echo backend").start(backend::accept);
    return backend;
  }

  int port() {
    return listener.getLocalPort();
  }

  /// Behaves otherwise from now on.
  void behave(Manners other) {
    manners = other;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Thread.ofPlatform().daemon().name("echo").start(() -> serve(client));
      }
    } catch (IOException _) {
      // close() ends the loop this way.
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setSoTimeout(IDLE_MILLISECONDS);
      answer(client.getInputStream(), client.getOutputStream());
    } catch (IOException _) {
      // The peer has gone, or was silent for too long: nothing to tell anybody.
    }
  }

  private void answer(InputStream in, OutputStream out) throws IOException {
    Optional<HeadReader.Progress.Complete> head = readHead(in);
    Optional<Request> handshake = head.flatMap(read -> handshake(read.head()));
    Optional<String> refusal =
        handshake.isEmpty()
            ? Optional.of("400 Bad Request")
            : handshake.flatMap(request -> manners.refusal(request));
    if (refusal.isPresent()) {
      out.write(
          bytes(
              "HTTP/1.1 %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                  .formatted(refusal.get())));
      return;
    }
    out.write(bytes(opening(handshake.get())));
    if (manners.closesWith().isPresent()) {
      out.write(FrameEncoder.encode(Frame.close(manners.closesWith().getAsInt(), "not today")));
      return;
    }
    echo(bytes(head.get().rest()), in, out);
  }

  private String opening(Request handshake) {
    String key = handshake.fields().first("Sec-WebSocket-Key").orElse("");
    String accept = OpeningHandshake.accept(manners.answersWrongly() ? key + "?" : key);
    String subprotocol =
        manners.subprotocol(handshake).map("Sec-WebSocket-Protocol: %s\r\n"::formatted).orElse("");
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "%sSec-WebSocket-Accept: %s\r\n\r\n".formatted(subprotocol, accept);
  }

  private static Optional<HeadReader.Progress.Complete> readHead(InputStream in)
      throws IOException {
    HeadReader reader = new HeadReader(HEAD_BYTES);
    byte[] buffer = new byte[HEAD_BYTES];
    for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
      if (buffer[0] == TLS_HANDSHAKE) {
        return Optional.empty();
      }
      switch (reader.feed(buffer, 0, read)) {
        case HeadReader.Progress.Complete complete -> {
          return Optional.of(complete);
        }
        case HeadReader.Progress.TooLarge _ -> {
          return Optional.empty();
        }
        case HeadReader.Progress.Incomplete _ -> {}
      }
    }
    return Optional.empty();
  }

  /// A correct handshake (RFC 6455, 4.2.1); nothing if it is none.
  private static Optional<Request> handshake(String head) {
    return switch (HeadParser.request(head)) {
      case HeadParser.Parsed.Invalid<Request> _ -> Optional.empty();
      case HeadParser.Parsed.Valid<Request>(Request request) ->
          Optional.of(request)
              .filter(asked -> asked.version().equals("HTTP/1.1"))
              .filter(asked -> asked.fields().hasMember("Upgrade", "websocket"))
              .filter(asked -> asked.fields().hasMember("Connection", "upgrade"))
              .filter(asked -> asked.fields().has("Sec-WebSocket-Key"));
    };
  }

  private static void echo(byte[] first, InputStream in, OutputStream out) throws IOException {
    MessageDecoder decoder = MessageDecoder.plain(Role.CLIENT, MESSAGE_BYTES);
    byte[] buffer = new byte[MESSAGE_BYTES];
    boolean open = answer(decoder.feed(first), out);
    while (open) {
      int read = in.read(buffer);
      open = read >= 0 && answer(decoder.feed(buffer, 0, read), out);
    }
  }

  /// Sends every frame back; false after a Close.
  private static boolean answer(List<MessageDecoder.Event> events, OutputStream out)
      throws IOException {
    for (MessageDecoder.Event event : events) {
      if (event instanceof MessageDecoder.Event.FrameRead(Frame frame)) {
        out.write(FrameEncoder.encode(reply(frame)));
        if (frame.opcode() == Opcode.CLOSE) {
          return false;
        }
      }
    }
    return true;
  }

  private static Frame reply(Frame frame) {
    return Frame.of(frame.opcode() == Opcode.PING ? Opcode.PONG : frame.opcode(), frame.payload());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
