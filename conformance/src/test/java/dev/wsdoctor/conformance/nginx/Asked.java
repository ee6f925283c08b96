package dev.wsdoctor.conformance.nginx;

import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Request;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A request of the differential test, and where it is dialled.
record Asked(String address, int port, Request request, String body) {
  static final String NOT_LISTENING = "not listening";

  private static final int TIMEOUT_MILLIS = 10_000;

  /// The whole answer, one char per byte; empty if nginx closes without one.
  String send() throws IOException {
    try (var socket = new Socket(address, port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(wire().getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (ConnectException _) {
      return NOT_LISTENING;
    }
  }

  String wire() {
    StringBuilder out = new StringBuilder(request.line()).append("\r\n");
    for (Field field : request.fields()) {
      out.append(field.name()).append(": ").append(field.value()).append("\r\n");
    }
    return out.append("\r\n").append(body).toString();
  }
}
