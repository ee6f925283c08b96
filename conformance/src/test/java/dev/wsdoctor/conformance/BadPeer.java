package dev.wsdoctor.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// A server on 127.0.0.1 that misbehaves in one way with every connection, until it is closed.
public final class BadPeer implements AutoCloseable {
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /// What it does with a connection, which stays open afterwards unless the behaviour closes it.
  public interface Behaviour {
    void meet(Socket socket) throws IOException;
  }

  private BadPeer(ServerSocket listener) {
    this.listener = listener;
  }

  public static BadPeer start(Behaviour behaviour) {
    try {
      return start(new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")), behaviour);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The same on a socket that the caller has bound.
  public static BadPeer start(ServerSocket listener, Behaviour behaviour) {
    BadPeer peer = new BadPeer(listener);
    Thread.ofPlatform().daemon().name("bad peer").start(() -> peer.accept(behaviour));
    return peer;
  }

  private void accept(Behaviour behaviour) {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        behaviour.meet(socket);
      } catch (IOException _) {
        // The prober has left, or the test has closed the listener.
      }
    }
  }

  /// Reads the request and answers these bytes, one char per byte.
  public static Behaviour answers(String bytes) {
    return socket -> {
      readHead(socket);
      write(socket, bytes);
    };
  }

  /// Writes one byte every 20 ms as long as somebody listens.
  public static Behaviour drips(String bytes) {
    return socket -> {
      for (int i = 0; !socket.isClosed(); i++) {
        write(socket, bytes.substring(i % bytes.length(), i % bytes.length() + 1));
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
    };
  }

  /// Writes a beginning, and then the same for ever.
  public static Behaviour repeats(String beginning, String endless) {
    return socket -> {
      readHead(socket);
      write(socket, beginning);
      while (!socket.isClosed()) {
        write(socket, endless);
      }
    };
  }

  /// Reads up to the empty line and returns what was read, one char per byte.
  public static String readHead(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        return head.toString();
      }
      head.append((char) next);
    }
    return head.toString();
  }

  public static void write(Socket socket, String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  public int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
