package dev.wsdoctor.conformance.repair;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// A WebSocket that somebody has open through nginx.
record OpenSocket(Socket socket) implements AutoCloseable {
  private static final int TIMEOUT_MILLISECONDS = 5_000;

  /// A masked ping without payload (RFC 6455, 5.2), and the pong to it.
  private static final byte[] PING = {(byte) 0x89, (byte) 0x80, 0, 0, 0, 0};

  private static final byte[] PONG = {(byte) 0x8a, 0};

  static OpenSocket at(int port, String path) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MILLISECONDS);
    List<String> lines =
        List.of(
            "GET " + path + " HTTP/1.1",
            "Host: localhost",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
    String handshake = String.join("\r\n", lines) + "\r\n\r\n";
    socket.getOutputStream().write(handshake.getBytes(StandardCharsets.ISO_8859_1));
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) socket.getInputStream().read());
    }
    if (!head.toString().startsWith("HTTP/1.1 101 ")) {
      throw new IOException("expected 101 but found " + head);
    }
    return new OpenSocket(socket);
  }

  boolean answersPing() throws IOException {
    socket.getOutputStream().write(PING);
    return Arrays.equals(socket.getInputStream().readNBytes(PONG.length), PONG);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
