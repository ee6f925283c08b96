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

/// An application that stands behind nginx in the demonstration: it opens WebSockets on any path
/// and sends every message back, and refuses everything else with 400, as most libraries do.
final class EchoBackend implements AutoCloseable {
  private static final int HEAD_BYTES = 16 * 1024;
  private static final int MESSAGE_BYTES = 64 * 1024;
  private static final int IDLE_MILLISECONDS = 30_000;

  private final ServerSocket listener;

  private EchoBackend(ServerSocket listener) {
    this.listener = listener;
  }

  /// Listens on a free port of loopback.
  static EchoBackend start() throws IOException {
    EchoBackend backend =
        new EchoBackend(new ServerSocket(0, 16, InetAddress.getLoopbackAddress()));
    Thread.ofPlatform().daemon().name("echo backend").start(backend::accept);
    return backend;
  }

  int port() {
    return listener.getLocalPort();
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

  private static void serve(Socket client) {
    try (client) {
      client.setSoTimeout(IDLE_MILLISECONDS);
      answer(client.getInputStream(), client.getOutputStream());
    } catch (IOException _) {
      // The peer has gone, or was silent for too long: nothing to tell anybody.
    }
  }

  private static void answer(InputStream in, OutputStream out) throws IOException {
    Optional<HeadReader.Progress.Complete> head = readHead(in);
    Optional<String> key = head.flatMap(read -> key(read.head()));
    if (key.isEmpty()) {
      out.write(
          bytes("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
      return;
    }
    out.write(
        bytes(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: %s\r\n\r\n"
                    .formatted(OpeningHandshake.accept(key.get()))));
    echo(bytes(head.get().rest()), in, out);
  }

  private static Optional<HeadReader.Progress.Complete> readHead(InputStream in)
      throws IOException {
    HeadReader reader = new HeadReader(HEAD_BYTES);
    byte[] buffer = new byte[HEAD_BYTES];
    for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
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

  /// The Sec-WebSocket-Key of a handshake (RFC 6455, 4.2.1); none if it is not one.
  private static Optional<String> key(String head) {
    return switch (HeadParser.request(head)) {
      case HeadParser.Parsed.Invalid<Request> _ -> Optional.empty();
      case HeadParser.Parsed.Valid<Request>(Request request) ->
          request.version().equals("HTTP/1.1")
                  && request.fields().hasMember("Upgrade", "websocket")
                  && request.fields().hasMember("Connection", "upgrade")
              ? request.fields().first("Sec-WebSocket-Key")
              : Optional.empty();
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
