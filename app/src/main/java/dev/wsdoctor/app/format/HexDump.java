package dev.wsdoctor.app.format;

/// Bytes as `hexdump -C` shows them: offset, sixteen bytes, and the same as text.
final class HexDump {
  private static final int WIDTH = 16;

  private HexDump() {}

  /// `bytes`: one char each.
  static String of(String bytes) {
    StringBuilder out = new StringBuilder();
    for (int at = 0; at < bytes.length(); at += WIDTH) {
      line(out, at, bytes.substring(at, Math.min(at + WIDTH, bytes.length())));
    }
    return out.toString();
  }

  private static void line(StringBuilder out, int offset, String bytes) {
    StringBuilder hex = new StringBuilder();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bytes.length(); i++) {
      char c = bytes.charAt(i);
      hex.append(i == WIDTH / 2 ? " " : "").append("%02x ".formatted((int) c));
      text.append(c >= ' ' && c < 0x7f ? c : '.');
    }
    out.append("%08x  %-50s|%s|\n".formatted(offset, hex, text));
  }
}
