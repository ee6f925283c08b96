package dev.wsdoctor.conformance.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// The client of a scenario.
final class Conversation {
  private static final int PATIENCE_MILLIS = 8000;

  private Conversation() {}

  /// What came until the end, or how it ended otherwise.
  static String hold(Scenario scenario, int port, BooleanSupplier reached) {
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    String end = "";
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      boolean leaves = false;
      for (Scenario.Step step : scenario.steps()) {
        switch (step) {
          case Scenario.Step.Send(String bytes) ->
              socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
          case Scenario.Step.Expect(String text) -> await(socket, received, text);
          case Scenario.Step.Shut() -> socket.shutdownOutput();
          case Scenario.Step.Reached() -> await(reached);
          case Scenario.Step.Leave() -> leaves = true;
          case Scenario.Step.Reset() -> {
            socket.setSoLinger(true, 0);
            leaves = true;
          }
        }
      }
      while (!leaves && read(socket, received)) {}
    } catch (SocketTimeoutException _) {
      end = "<still open>";
    } catch (IOException e) {
      end = "<reset>";
    }
    return normalised(received.toString(StandardCharsets.ISO_8859_1)) + end;
  }

  private static void await(BooleanSupplier condition) {
    Instant end = Instant.now().plusMillis(PATIENCE_MILLIS);
    while (!condition.getAsBoolean() && Instant.now().isBefore(end)) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static void await(Socket socket, ByteArrayOutputStream received, String text)
      throws IOException {
    while (!received.toString(StandardCharsets.ISO_8859_1).contains(text)
        && read(socket, received)) {}
  }

  private static boolean read(Socket socket, ByteArrayOutputStream received) throws IOException {
    byte[] buffer = new byte[64 << 10];
    int n = socket.getInputStream().read(buffer);
    if (n > 0) {
      received.write(buffer, 0, n);
    }
    return n > 0;
  }

  /// Without what must differ: the time, and the number between the parts of several ranges.
  private static String normalised(String answer) {
    return answer
        .replaceAll("(?m)^(Date|Expires): .*GMT", "$1: then")
        .replaceAll("(--|boundary=)[0-9]{20}", "$1NUMBER");
  }

  /// Lists that differ in their first line.
  static List<String> lines(String text) {
    return List.of(text.replace("\r", "\\r").split("\n", -1));
  }
}
