package dev.wsdoctor.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.http.HeadParser;
import dev.wsdoctor.http.HeadReader;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.websocket.Frame;
import dev.wsdoctor.websocket.FrameEncoder;
import dev.wsdoctor.websocket.MessageDecoder;
import dev.wsdoctor.websocket.OpeningHandshake;
import dev.wsdoctor.websocket.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Opens WebSockets and sends every frame back; answers 400 to what is no handshake, as most
/// libraries do, with what it was asked for as the body.
final class EchoServer implements AutoCloseable {
  private static final int HEAD_BYTES = 16 * 1024;
  private static final int MESSAGE_BYTES = 64 * 1024;

  private final ServerSocketChannel listener;

  private EchoServer(ServerSocketChannel listener) {
    this.listener = listener;
  }

  /// On a free port of loopback.
  static EchoServer start() {
    return start(
        StandardProtocolFamily.INET, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  /// At a unix socket that whoever likes may use.
  static EchoServer start(Path socket) {
    EchoServer server = start(StandardProtocolFamily.UNIX, UnixDomainSocketAddress.of(socket));
    for (Path path : List.of(socket, socket.getParent())) {
      assertThat(path.toFile().setWritable(true, false)).isTrue();
      assertThat(path.toFile().setReadable(true, false)).isTrue();
      assertThat(path.toFile().setExecutable(true, false)).isTrue();
    }
    return server;
  }

  private static EchoServer start(ProtocolFamily family, SocketAddress address) {
    try {
      ServerSocketChannel listener = ServerSocketChannel.open(family);
      listener.bind(address);
      EchoServer server = new EchoServer(listener);
      Thread.ofPlatform().daemon().name("echo").start(server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ServerSocket listener() {
    return listener.socket();
  }

  int port() {
    return listener.socket().getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel client = listener.accept();
        Thread.ofPlatform().daemon().name("echo").start(() -> serve(client));
      }
    } catch (IOException _) {
      // close() ends the loop this way.
    }
  }

  private static void serve(SocketChannel client) {
    try (client) {
      answer(Channels.newInputStream(client), Channels.newOutputStream(client));
    } catch (IOException _) {
      // The peer has gone.
    }
  }

  private static void answer(InputStream in, OutputStream out) throws IOException {
    Optional<Request> request = request(in);
    Optional<String> key =
        request
            .filter(asked -> asked.fields().hasMember("Connection", "upgrade"))
            .flatMap(asked -> asked.fields().first("Sec-WebSocket-Key"));
    if (key.isEmpty()) {
      String body = request.map(Request::target).orElse("nothing");
      out.write(
          bytes(
              "HTTP/1.1 400 Bad Request\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                  .formatted(body.length(), body)));
      return;
    }
    out.write(
        bytes(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n"
                .formatted(OpeningHandshake.accept(key.get()))));
    echo(in, out);
  }

  private static Optional<Request> request(InputStream in) throws IOException {
    HeadReader reader = new HeadReader(HEAD_BYTES);
    byte[] buffer = new byte[HEAD_BYTES];
    for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
      if (reader.feed(buffer, 0, read) instanceof HeadReader.Progress.Complete complete) {
        return HeadParser.request(complete.head())
                instanceof HeadParser.Parsed.Valid<Request>(Request request)
            ? Optional.of(request)
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static void echo(InputStream in, OutputStream out) throws IOException {
    MessageDecoder decoder = MessageDecoder.plain(Role.CLIENT, MESSAGE_BYTES);
    byte[] buffer = new byte[MESSAGE_BYTES];
    for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
      for (MessageDecoder.Event event : decoder.feed(buffer, 0, read)) {
        if (event instanceof MessageDecoder.Event.FrameRead(Frame frame)) {
          out.write(FrameEncoder.encode(Frame.of(frame.opcode(), frame.payload())));
        }
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
