package dev.wsdoctor.conformance.gateway;

import dev.wsdoctor.conformance.TemporaryFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `openssl s_client` against a proxy, and what of its words a client could tell from the wire.
final class OpensslClient {
  private static final int LIMIT_SECONDS = 60;
  private static final Pattern ALERT = Pattern.compile("SSL alert number (\\d+)");
  private static final Pattern LENGTH = Pattern.compile("(?m)^Content-Length: (\\d+)");
  private static final List<String> KEPT =
      List.of(
          "subject=",
          "issuer=",
          " 0 s:",
          " 1 s:",
          "ALPN protocol",
          "No ALPN negotiated",
          "Server Temp Key:",
          "New, ",
          "Reused, ");

  private OpensslClient() {}

  /// Runs `openssl` in a folder; what it prints on both streams.
  static String run(TemporaryFolder folder, String input, List<String> words) {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(words);
    try {
      Path in = Files.createTempFile(folder.path(), "in", "");
      Files.writeString(in, input, StandardCharsets.ISO_8859_1);
      Path out = Files.createTempFile(folder.path(), "out", "");
      Process process =
          new ProcessBuilder(command)
              .directory(folder.path().toFile())
              .redirectInput(in.toFile())
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "still running after a minute";
      }
      return Files.readString(out, StandardCharsets.ISO_8859_1);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(command.toString(), e);
    }
  }

  /// What the client learns by a connection with these options on which it sends these bytes.
  static String talk(TemporaryFolder pki, int port, String options, String bytes) {
    List<String> words =
        new ArrayList<>(List.of("s_client", "-connect", "127.0.0.1:" + port, "-ign_eof"));
    words.addAll(List.of(options.split(" ", -1)));
    words.removeIf(String::isEmpty);
    return learnt(run(pki, bytes, words));
  }

  private static String learnt(String printed) {
    var learnt = new StringBuilder();
    boolean inNames = false;
    for (String line : printed.lines().toList()) {
      Matcher alert = ALERT.matcher(line);
      if (alert.find()) {
        learnt.append("alert ").append(alert.group(1)).append('\n');
      }
      inNames &= !line.startsWith("Requested") && !line.startsWith("Client Certificate Types");
      if (inNames || KEPT.stream().anyMatch(line::startsWith)) {
        learnt.append(masked(line)).append('\n');
      }
      inNames |= line.startsWith("Acceptable client certificate CA names");
    }
    int answer = printed.indexOf("HTTP/1.1 ");
    return learnt + (answer < 0 ? "" : answer(printed.substring(answer)));
  }

  /// Which suite of TLS 1.3 it is, the library chooses (decision 0041).
  private static String masked(String line) {
    return line.replaceAll("TLS_[A-Z0-9_]+", "TLS_*");
  }

  /// As many bytes as the head announces: `openssl` mixes its own words into the answer.
  private static String whole(String text) {
    int body = text.indexOf("\r\n\r\n") + 4;
    Matcher length = LENGTH.matcher(text);
    return body > 4 && length.find()
        ? text.substring(0, Math.min(text.length(), body + Integer.parseInt(length.group(1))))
        : text;
  }

  /// An answer without what must differ.
  static String answer(String text) {
    return whole(text)
        .replaceAll("(?m)^Date: .*GMT", "Date: then")
        .replaceAll("(?m)^(closed|read:errno=0)\n?$", "")
        .replaceAll("(?s)---\nPost-Handshake New Session Ticket.*?\n---\nread R BLOCK\n", "")
        .replaceAll("TLS_[A-Z0-9_]+", "TLS_*")
        .strip();
  }
}
