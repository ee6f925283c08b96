package dev.wsdoctor.conformance;

import dev.wsdoctor.websocket.Role;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A line of core's rfc-cases.tsv: what is sent, and what our codec made of it.
record CodecCase(String name, Role sender, String extension, String hex, List<String> events) {
  static final int MAX_MESSAGE_BYTES = 100_000;
  private static final Path FILE = Path.of("../core/src/test/resources/websocket/rfc-cases.tsv");
  private static final Pattern PIECE = Pattern.compile("([0-9a-f]+)(?:\\*([0-9]+))?");
  private static final Pattern CODE = Pattern.compile("(?:CLOSE|broken) ([0-9]+)");

  static List<CodecCase> all() {
    try (var lines = Files.lines(FILE)) {
      return lines.map(CodecCase::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CodecCase parse(String line) {
    List<String> cells = List.of(Pattern.compile("\t").split(line, -1));
    return new CodecCase(
        cells.get(0),
        Role.valueOf(cells.get(1)),
        cells.get(2),
        cells.get(3),
        List.of(Pattern.compile("; ").split(cells.get(4), -1)));
  }

  byte[] bytes() {
    return bytes(hex);
  }

  /// A payload of the file with one char per byte.
  private static String payload(String notation) {
    return new String(bytes(notation), StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(String hex) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Matcher piece = PIECE.matcher(hex);
    while (piece.find()) {
      byte[] bytes = HexFormat.of().parseHex(piece.group(1));
      int times = piece.group(2) == null ? 1 : Integer.parseInt(piece.group(2));
      for (int i = 0; i < times; i++) {
        out.writeBytes(bytes);
      }
    }
    return out.toByteArray();
  }

  /// What an echoing endpoint that stops at the first violation sends back: messages and pongs, and
  /// the code of its Close frame. `failed` says that the code is its own.
  record Reaction(List<String> messages, List<String> pongs, int code, boolean failed) {}

  /// The reaction that follows from our codec's events, when a Close with 1000 ends the case.
  Reaction expected() {
    List<String> messages = new ArrayList<>();
    List<String> pongs = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      String event = events.get(i);
      if (event.startsWith("broken")) {
        if (event.contains("TEXT_IS_UTF8")) {
          messages.removeLast();
        }
        return new Reaction(messages, pongs, code(event), true);
      }
      if (event.startsWith("CLOSE")) {
        boolean broken = i + 1 < events.size() && events.get(i + 1).contains(" CLOSE_");
        return new Reaction(messages, pongs, code(broken ? events.get(i + 1) : event), broken);
      }
      if (event.startsWith("PING")) {
        pongs.add(payload(event.substring("PING ".length())));
      } else if (!event.startsWith("PONG") && !event.isEmpty()) {
        int space = event.indexOf(' ');
        messages.add(event.substring(0, space + 1) + payload(event.substring(space + 1)));
      }
    }
    return new Reaction(messages, pongs, 1000, false);
  }

  /// A Close without a code counts as 1005.
  private static int code(String event) {
    Matcher code = CODE.matcher(event);
    return code.lookingAt() ? Integer.parseInt(code.group(1)) : 1005;
  }
}
