package dev.wsdoctor.conformance.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// An upstream that answers at once with its status, but keeps a request for `/hold` until it is
/// told to answer.
final class HoldingBackend implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 20_000;
  private static final int BACKLOG = 128;

  private final ServerSocket socket;
  private final String status;
  private final Deque<Socket> held = new ConcurrentLinkedDeque<>();
  private final Semaphore arrived = new Semaphore(0);

  private HoldingBackend(ServerSocket socket, String status) {
    this.socket = socket;
    this.status = status;
  }

  static HoldingBackend start(int port, String status) {
    try {
      var socket = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
      HoldingBackend backend = new HoldingBackend(socket, status);
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
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException _) {
        // closed while waiting
      }
    }
  }

  private void serve(Socket connection) {
    try {
      connection.setSoTimeout(TIMEOUT_MILLIS);
      var in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
      String line = in.readLine();
      String head = line;
      while (head != null && !head.isEmpty()) {
        head = in.readLine();
      }
      if (line != null && line.contains("/hold")) {
        held.add(connection);
        arrived.release();
        return;
      }
      answer(connection);
    } catch (IOException _) {
      // nginx has gone; the client's side will show it
    }
  }

  private void answer(Socket connection) throws IOException {
    try (connection) {
      String answer = "HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
      connection.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  /// Waits until one more request is held here.
  boolean awaitHeld() throws InterruptedException {
    return arrived.tryAcquire(5, TimeUnit.SECONDS);
  }

  /// Answers the request that was held first.
  void answerHeld() throws IOException {
    answer(held.removeFirst());
  }

  @Override
  public void close() {
    try {
      socket.close();
      for (Socket connection : held) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
