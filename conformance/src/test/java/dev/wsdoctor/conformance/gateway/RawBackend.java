package dev.wsdoctor.conformance.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// An upstream that answers with the bytes that its table has for a path, whatever they are; for a
/// path that it does not have, it waits until it is closed.
final class RawBackend implements AutoCloseable {
  private static final int BACKLOG = 128;

  private final ServerSocket socket;
  private final Map<String, String> answers;
  private final CountDownLatch closing = new CountDownLatch(1);

  private RawBackend(ServerSocket socket, Map<String, String> answers) {
    this.socket = socket;
    this.answers = answers;
  }

  static RawBackend start(int port, Map<String, String> answers) {
    try {
      var socket = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
      RawBackend backend = new RawBackend(socket, answers);
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
        Thread.ofVirtual().start(() -> answer(connection));
      } catch (IOException _) {
        // closed while waiting
      }
    }
  }

  private void answer(Socket connection) {
    try (connection) {
      var in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
      String line = in.readLine();
      if (line == null) {
        return;
      }
      String path = line.split(" ", -1)[1];
      while (line != null && !line.isEmpty()) {
        line = in.readLine();
      }
      String answer = answers.get(path);
      if (answer == null) {
        closing.await();
      } else {
        connection.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        connection.shutdownOutput();
        // until nginx has read it all: closing at once could reset the connection
        in.read();
      }
    } catch (IOException _) {
      // nginx has gone
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      closing.countDown();
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
