package dev.wsdoctor.conformance.healthy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// Backends on loopback that open a socket for a handshake without a fault (RFC 6455, 4.2.1) and
/// refuse every other request; over TLS if the client begins so.
final class StrictBackend implements AutoCloseable {
  private static final int TLS_HANDSHAKE = 0x16;

  private final SSLContext tls;
  private final List<ServerSocketChannel> listeners = new ArrayList<>();
  private final Queue<String> opened = new ConcurrentLinkedQueue<>();
  private final Queue<String> refused = new ConcurrentLinkedQueue<>();
  private final Queue<Head> handshakes = new ConcurrentLinkedQueue<>();
  private volatile Policy policy = _ -> List.of();

  StrictBackend(SSLContext tls) {
    this.tls = tls;
  }

  /// What an application asks of a handshake beyond RFC 6455: gives the faults.
  interface Policy {
    List<String> faults(Head request);

    /// Whether the server takes the handshake in HTTP/1.0 too, as that of Node.js does.
    default boolean takesOldHttp() {
      return false;
    }
  }

  void demand(Policy demanded) {
    policy = demanded;
  }

  /// What a backend answers to an ordinary request.
  enum Manner {
    SOCKETS_ONLY,
    /// 200 with the request's head as body.
    SOCKETS_AND_PAGES,
    PLAIN
  }

  /// Listens on that port; `name` is how the backend is called in `opened`.
  void listen(String name, String address, int port, Manner manner) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open();
    listeners.add(listener.bind(new InetSocketAddress(address, port)));
    Thread.ofVirtual().start(() -> accept(listener, name, manner));
  }

  void listen(String name, Path socket) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listeners.add(listener.bind(UnixDomainSocketAddress.of(socket)));
    // nginx's workers run as another user.
    Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rwxrwxrwx"));
    Thread.ofVirtual().start(() -> accept(listener, name, Manner.SOCKETS_ONLY));
  }

  /// The names of the backends that opened a socket, in order.
  List<String> opened() {
    return List.copyOf(opened);
  }

  /// The requests of the sockets that were opened, in order.
  List<Head> handshakes() {
    return List.copyOf(handshakes);
  }

  void forget() {
    opened.clear();
    refused.clear();
    handshakes.clear();
  }

  /// What was refused, and why.
  List<String> refused() {
    return List.copyOf(refused);
  }

  private void accept(ServerSocketChannel listener, String name, Manner manner) {
    while (listener.isOpen()) {
      try {
        SocketChannel channel = listener.accept();
        Thread.ofVirtual().start(() -> serve(channel, name, manner));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void serve(SocketChannel channel, String name, Manner manner) {
    try (channel) {
      if (channel.getLocalAddress() instanceof UnixDomainSocketAddress) {
        talk(Channels.newInputStream(channel), Channels.newOutputStream(channel), name, manner);
        return;
      }
      InputStream in = channel.socket().getInputStream();
      int first = in.read();
      byte[] consumed = first < 0 ? new byte[0] : new byte[] {(byte) first};
      if (first == TLS_HANDSHAKE) {
        SSLSocket secured =
            (SSLSocket)
                tls.getSocketFactory()
                    .createSocket(channel.socket(), new ByteArrayInputStream(consumed), true);
        talk(secured.getInputStream(), secured.getOutputStream(), name, manner);
        return;
      }
      InputStream whole = new SequenceInputStream(new ByteArrayInputStream(consumed), in);
      talk(whole, channel.socket().getOutputStream(), name, manner);
    } catch (IOException e) {
      refused.add(name + ": " + e);
    }
  }

  private void talk(InputStream in, OutputStream out, String name, Manner manner)
      throws IOException {
    Head request = Head.read(in);
    if (request.first().isEmpty()) {
      return; // somebody looked whether the port is open
    }
    if (manner == Manner.PLAIN) {
      out.write(answer("200 OK", "Content-Length: 0", "Connection: close"));
      return;
    }
    if (manner == Manner.SOCKETS_AND_PAGES && request.values("Upgrade").isEmpty()) {
      out.write(page(request.bytes()));
      return;
    }
    List<String> faults = faults(request);
    if (!faults.isEmpty()) {
      refused.add(name + ": " + faults + " in " + request.lines());
      out.write(answer("400 Bad Request", "Content-Length: 0", "Connection: close"));
      return;
    }
    opened.add(name);
    handshakes.add(request);
    out.write(
        answer(
            "101 Switching Protocols",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Accept: " + Handshake.ACCEPT));
    echo(in, out);
  }

  /// How an opened socket ends is no refusal: the client may reset it, or leave without TLS's
  /// close_notify.
  private static void echo(InputStream in, OutputStream out) {
    try {
      in.transferTo(out);
    } catch (IOException _) {
      // the socket has ended
    }
  }

  private List<String> faults(Head request) {
    List<String> faults = new ArrayList<>(policy.faults(request));
    String version = policy.takesOldHttp() ? "[01]" : "1";
    expect(faults, "GET and HTTP/1.1", request.first().matches("GET /\\S* HTTP/1\\." + version));
    expect(faults, "one Host", request.values("Host").size() == 1);
    expect(faults, "Upgrade: websocket", request.hasOption("Upgrade", "websocket"));
    expect(faults, "Connection: upgrade", request.hasOption("Connection", "upgrade"));
    expect(faults, "the key", request.values("Sec-WebSocket-Key").equals(List.of(Handshake.KEY)));
    expect(faults, "version 13", request.values("Sec-WebSocket-Version").equals(List.of("13")));
    return faults;
  }

  private static void expect(List<String> faults, String what, boolean there) {
    if (!there) {
      faults.add("expected " + what);
    }
  }

  /// Head and body in one write: two would wait for each other (RFC 896 and delayed
  /// acknowledgement).
  private static byte[] page(byte[] body) {
    byte[] head = answer("200 OK", "Content-Length: " + body.length, "Connection: close");
    byte[] whole = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, whole, head.length, body.length);
    return whole;
  }

  private static byte[] answer(String status, String... fields) {
    List<String> lines = new ArrayList<>(List.of("HTTP/1.1 " + status));
    lines.addAll(List.of(fields));
    return new Head(lines).bytes();
  }

  @Override
  public void close() {
    try {
      for (ServerSocketChannel listener : listeners) {
        listener.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
