package dev.wsdoctor.conformance.gateway;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Answers requests as a scenario says, one after the other, over whatever connections they come,
/// and keeps their bytes.
final class ScriptedBackend implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 5000;
  private static final Pattern LENGTH = Pattern.compile("(?i)\ncontent-length: *([0-9]+)");
  private static final Pattern CHUNKED = Pattern.compile("(?i)\ntransfer-encoding: *chunked");

  private final ServerSocket listening;
  private final List<Scenario.Answer> answers;
  private final AtomicInteger next = new AtomicInteger();

  /// Guarded by itself.
  private final List<ByteArrayOutputStream> received = new ArrayList<>();

  private ScriptedBackend(ServerSocket listening, List<Scenario.Answer> answers) {
    this.listening = listening;
    this.answers = answers;
  }

  static ScriptedBackend start(int port, List<Scenario.Answer> answers) {
    try {
      var listening = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
      var backend = new ScriptedBackend(listening, answers);
      Thread.ofPlatform().daemon().start(backend::accept);
      return backend;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        synchronized (received) {
          received.add(bytes);
        }
        Thread.ofPlatform().daemon().start(() -> serve(socket, bytes));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void serve(Socket socket, ByteArrayOutputStream bytes) {
    try (socket) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (readRequest(in, bytes)) {
        int number = next.getAndIncrement();
        if (number >= answers.size()) {
          return;
        }
        Scenario.Answer answer = answers.get(number);
        socket.getOutputStream().write(answer.bytes().getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        switch (answer.then()) {
          case "close" -> {
            return;
          }
          case "hold", "silent" -> {
            drain(in, bytes);
            return;
          }
          case "reset" -> {
            if (!answer.bytes().isEmpty()) {
              in.read();
            }
            socket.setSoLinger(true, 0);
            return;
          }
          case "echo" -> {
            echo(in, socket, bytes);
            return;
          }
          default -> {}
        }
      }
    } catch (IOException _) {
      // the proxy's way of ending is seen in what it tells the client
    }
  }

  private static void drain(InputStream in, ByteArrayOutputStream bytes) throws IOException {
    for (int b = in.read(); b >= 0; b = in.read()) {
      keep(bytes, b);
    }
  }

  private static void echo(InputStream in, Socket to, ByteArrayOutputStream bytes)
      throws IOException {
    byte[] buffer = new byte[8192];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      synchronized (bytes) {
        bytes.write(buffer, 0, n);
      }
      to.getOutputStream().write(buffer, 0, n);
      to.getOutputStream().flush();
    }
  }

  private static void keep(ByteArrayOutputStream bytes, int b) {
    synchronized (bytes) {
      bytes.write(b);
    }
  }

  /// Reads a head and the body that it announces; `false` at the end of the connection.
  private static boolean readRequest(InputStream in, ByteArrayOutputStream bytes)
      throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        return false;
      }
      head.append((char) b);
      keep(bytes, b);
    }
    Matcher length = LENGTH.matcher(head);
    if (length.find()) {
      for (int i = Integer.parseInt(length.group(1)); i > 0; i--) {
        keep(bytes, in.read());
      }
    } else if (CHUNKED.matcher(head).find()) {
      StringBuilder chunks = new StringBuilder();
      while (!chunks.toString().endsWith("0\r\n\r\n")) {
        int b = in.read();
        chunks.append((char) b);
        keep(bytes, b);
      }
    }
    return true;
  }

  /// Whether a whole request has come.
  boolean isReached() {
    return next.get() > 0;
  }

  /// What came on each connection.
  List<String> received() {
    List<String> all = new ArrayList<>();
    synchronized (received) {
      for (ByteArrayOutputStream bytes : received) {
        synchronized (bytes) {
          all.add(bytes.toString(StandardCharsets.ISO_8859_1));
        }
      }
    }
    return all;
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
