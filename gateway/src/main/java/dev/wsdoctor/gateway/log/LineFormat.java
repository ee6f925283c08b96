package dev.wsdoctor.gateway.log;

import dev.wsdoctor.log.LogFormat;
import dev.wsdoctor.log.LogFormat.Escape;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// A `log_format` ready to write lines.
final class LineFormat {
  private final List<String> literals;
  private final List<String> variables;
  private final Escape escape;

  LineFormat(LogFormat format) {
    this.literals = format.literals();
    this.variables = format.variables().stream().map(v -> v.toLowerCase(Locale.ROOT)).toList();
    this.escape = format.escape();
  }

  /// A line without its line feed. `found` has the values by name; nothing for what nginx does not
  /// find.
  String line(Function<String, Optional<String>> found) {
    StringBuilder out = new StringBuilder(256);
    out.append(literals.getFirst());
    for (int i = 0; i < variables.size(); i++) {
      Optional<String> value = found.apply(variables.get(i));
      if (value.isPresent()) {
        Escapes.append(out, value.get(), escape);
      } else {
        out.append(missing(variables.get(i)));
      }
      out.append(literals.get(i + 1));
    }
    return out.toString();
  }

  /// The log module writes these by itself, as numbers (`ngx_http_log_vars`).
  private String missing(String variable) {
    return switch (variable) {
      case "status" -> "000";
      case "bytes_sent", "body_bytes_sent", "request_length" -> "0";
      default -> escape == Escape.DEFAULT ? "-" : "";
    };
  }
}
