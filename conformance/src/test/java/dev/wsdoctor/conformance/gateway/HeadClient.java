package dev.wsdoctor.conformance.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A request from any address of loopback, whose answer is read later.
record HeadClient(Socket socket) {
  private static final int TIMEOUT_MILLIS = 10_000;

  static HeadClient ask(byte[] from, int port, String target) throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.bind(new InetSocketAddress(InetAddress.getByAddress(from), 0));
    socket.connect(
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
    String request = "GET " + target + " HTTP/1.0\r\nHost: h\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    return new HeadClient(socket);
  }

  /// All of the answer.
  String answer() throws IOException {
    try (socket) {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /// The value of a field of the answer; the whole answer if it has none.
  String field(String name) throws IOException {
    String answer = answer();
    Matcher field = Pattern.compile("(?m)^" + name + ": ([^\r]*)").matcher(answer);
    return field.find() ? field.group(1) : "no " + name + " in " + answer;
  }
}
