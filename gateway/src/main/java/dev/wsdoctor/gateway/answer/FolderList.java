package dev.wsdoctor.gateway.answer;

import dev.wsdoctor.gateway.log.Escapes;
import dev.wsdoctor.nginx.Scope;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The list of a folder as `autoindex_format` wants it (`ngx_http_autoindex_handler`); one char per
/// byte.
///
/// @param entries folders first, then by their bytes
/// @param callback the function of `jsonp`; empty for none, which is `json`
/// @param offset of local time, for `autoindex_localtime`
record FolderList(List<FolderEntry> entries, Scope scope, String callback, ZoneOffset offset) {
  private static final Comparator<FolderEntry> ORDER =
      Comparator.comparing((FolderEntry e) -> !e.isDirectory()).thenComparing(FolderEntry::name);
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT);

  FolderList {
    entries = entries.stream().sorted(ORDER).toList();
  }

  /// The type, with the charset that the format has of itself.
  Optional<String> ownType() {
    return switch (format()) {
      case "xml" -> Optional.of("text/xml; charset=utf-8");
      case "json" -> Optional.of("application/json");
      case "jsonp" -> Optional.of("application/javascript");
      default -> Optional.empty();
    };
  }

  private String format() {
    String written = scope.setting("autoindex_format").map(d -> d.parameter()).orElse("html");
    return written.equals("jsonp") && callback.isEmpty() ? "json" : written;
  }

  /// @param utf8 whether the answer says that its charset is UTF-8: then a letter is one wide
  String text(String uri, boolean utf8) {
    return switch (format()) {
      case "xml" -> xml();
      case "json" -> json();
      case "jsonp" -> "/* callback */\r\n" + callback + "(" + json() + ");";
      default ->
          new FolderPage(
                  utf8,
                  scope.flag("autoindex_exact_size", true),
                  scope.flag("autoindex_localtime", false) ? offset : ZoneOffset.UTC)
              .of(uri, entries);
    };
  }

  private String xml() {
    StringBuilder out = new StringBuilder("<?xml version=\"1.0\"?>\r\n<list>\r\n");
    for (FolderEntry entry : entries) {
      String tag = name(entry);
      out.append('<').append(tag).append(" mtime=\"");
      out.append(ISO.format(second(entry.modified()).atOffset(ZoneOffset.UTC))).append('"');
      if (entry.kind() == FolderEntry.Kind.FILE) {
        out.append(" size=\"").append(entry.size()).append('"');
      }
      out.append('>').append(FolderPage.escaped(entry.name()));
      out.append("</").append(tag).append(">\r\n");
    }
    return out.append("</list>\r\n").toString();
  }

  private String json() {
    StringBuilder out = new StringBuilder("[");
    for (FolderEntry entry : entries) {
      out.append(out.length() > 1 ? ",\r\n" : "\r\n").append("{ \"name\":\"");
      out.append(Escapes.json(entry.name())).append("\", \"type\":\"").append(name(entry));
      out.append("\", \"mtime\":\"").append(HttpDate.of(second(entry.modified()))).append('"');
      if (entry.kind() == FolderEntry.Kind.FILE) {
        out.append(", \"size\":").append(entry.size());
      }
      out.append(" }");
    }
    return out.append("\r\n]").toString();
  }

  private static Instant second(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }

  private static String name(FolderEntry entry) {
    return entry.kind().name().toLowerCase(Locale.ROOT);
  }
}
