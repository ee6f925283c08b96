package dev.wsdoctor.gateway.answer;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// The page of a folder (`ngx_http_autoindex_html`); one char per byte.
///
/// @param utf8 whether names are measured in letters, not in bytes
record FolderPage(boolean utf8, boolean exact, ZoneOffset offset) {
  private static final int WIDTH = 50;
  private static final int SHOWN_OF_LONG = 47;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd-MMM-yyyy HH:mm", Locale.ENGLISH);
  private static final String UNRESERVED =
      "-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~";

  String of(String uri, List<FolderEntry> entries) {
    String title = escaped(uri);
    StringBuilder out = new StringBuilder();
    out.append("<html>\r\n<head><title>Index of ").append(title).append("</title></head>\r\n");
    out.append("<body>\r\n<h1>Index of ").append(title).append("</h1>");
    out.append("<hr><pre><a href=\"../\">../</a>\r\n");
    for (FolderEntry entry : entries) {
      line(out, entry);
    }
    return out.append("</pre><hr></body>\r\n</html>\r\n").toString();
  }

  private void line(StringBuilder out, FolderEntry entry) {
    String slash = entry.isDirectory() ? "/" : "";
    out.append("<a href=\"").append(percentEncoded(entry.name())).append(slash).append("\">");
    String[] letters = letters(entry.name());
    int width = letters.length;
    if (width > WIDTH) {
      out.append(escaped(String.join("", List.of(letters).subList(0, SHOWN_OF_LONG))));
      out.append("..&gt;</a>");
    } else {
      String shown = width < WIDTH ? slash : "";
      out.append(escaped(entry.name())).append(shown).append("</a>");
      out.append(" ".repeat(WIDTH - width - shown.length()));
    }
    out.append(' ').append(TIME.format(entry.modified().atOffset(offset)));
    out.append(' ').append(size(entry)).append("\r\n");
  }

  /// What counts as one, be it a byte or the bytes of a letter.
  private String[] letters(String name) {
    if (!utf8) {
      return name.split("");
    }
    byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    return new String(bytes, StandardCharsets.UTF_8)
        .codePoints()
        .mapToObj(Character::toString)
        .map(l -> l.getBytes(StandardCharsets.UTF_8))
        .map(l -> new String(l, StandardCharsets.ISO_8859_1))
        .toArray(String[]::new);
  }

  private String size(FolderEntry entry) {
    if (exact) {
      return entry.isDirectory() ? " ".repeat(18) + "-" : "%19d".formatted(entry.size());
    }
    long size = entry.size();
    if (entry.isDirectory()) {
      return "      -";
    }
    if (size > 9999) {
      int shift = size >= 1 << 30 ? 30 : size >= 1 << 20 ? 20 : 10;
      long unit = 1L << shift;
      long rounded = size / unit + (size % unit >= unit / 2 ? 1 : 0);
      return "%6d%s".formatted(rounded, "KMG".charAt(shift / 10 - 1));
    }
    return " %6d".formatted(size);
  }

  /// `NGX_ESCAPE_URI_COMPONENT`
  private static String percentEncoded(String name) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (UNRESERVED.indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append("%%%02X".formatted((int) c));
      }
    }
    return out.toString();
  }

  /// `ngx_escape_html`
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
