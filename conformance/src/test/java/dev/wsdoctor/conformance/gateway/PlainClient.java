package dev.wsdoctor.conformance.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A client that sends bytes without TLS and reads to the end.
final class PlainClient {
  private static final int PATIENCE_MILLIS = 20_000;

  private PlainClient() {}

  static String talk(int port, String bytes) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      byte[] answer = socket.getInputStream().readAllBytes();
      return OpensslClient.answer(new String(answer, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return "<" + e.getMessage() + ">";
    }
  }
}
