package dev.wsdoctor.gateway;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A connection that says and hears text.
record Wire(Socket socket, InputStream in) implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  static Wire to(int port) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    return of(socket);
  }

  static Wire of(Socket socket) throws IOException {
    socket.setSoTimeout(PATIENCE_MILLIS);
    return new Wire(socket, new BufferedInputStream(socket.getInputStream()));
  }

  void say(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Everything up to and including that text.
  String hear(String end) throws IOException {
    StringBuilder heard = new StringBuilder();
    while (!heard.toString().endsWith(end)) {
      int b = in.read();
      if (b < 0) {
        return heard + "<end>";
      }
      heard.append((char) b);
    }
    return heard.toString();
  }

  String ask(String path, String answer) throws IOException {
    say("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
    return hear(answer);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
