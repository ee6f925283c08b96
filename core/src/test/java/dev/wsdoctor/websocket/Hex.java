package dev.wsdoctor.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Bytes as `810548656c6c6f`, a long run of one byte as `61*65536`, pieces set apart by spaces.
final class Hex {
  private static final int SHORTEST_RUN = 12;

  private static final Pattern PIECE = Pattern.compile("([0-9a-f]+)(?:\\*([0-9]+))?");

  private Hex() {}

  static byte[] parse(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Matcher piece = PIECE.matcher(text);
    while (piece.find()) {
      byte[] bytes = HexFormat.of().parseHex(piece.group(1));
      int times = piece.group(2) == null ? 1 : Integer.parseInt(piece.group(2));
      for (int i = 0; i < times; i++) {
        out.writeBytes(bytes);
      }
    }
    return out.toByteArray();
  }

  static String format(String bytes) {
    return format(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  static String format(byte[] bytes) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < bytes.length) {
      int run = run(bytes, at);
      String one = HexFormat.of().toHexDigits(bytes[at]);
      if (run < SHORTEST_RUN) {
        out.append(one);
        at++;
      } else {
        out.append(" ").append(one).append("*").append(run).append(" ");
        at += run;
      }
    }
    return out.toString().strip().replaceAll(" +", " ");
  }

  private static int run(byte[] bytes, int from) {
    int end = from;
    while (end < bytes.length && bytes[end] == bytes[from]) {
      end++;
    }
    return end - from;
  }
}
