package dev.wsdoctor.gateway.answer;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.Execution;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `types`, `default_type` and `charset` (`ngx_http_set_content_type`).
final class MediaTypes {
  private static final Map<String, String> BUILT_IN =
      Map.of("html", "text/html", "gif", "image/gif", "jpg", "image/jpeg");

  /// The default of `charset_types`.
  private static final List<String> WITH_CHARSET =
      List.of(
          "text/html",
          "text/xml",
          "text/plain",
          "text/vnd.wap.wml",
          "application/javascript",
          "application/rss+xml");

  private MediaTypes() {}

  /// The type of what lies at the path that is being looked for.
  static String of(Execution execution) {
    String extension = extension(execution.uri());
    List<Directive> blocks = execution.scope().inForce("types");
    Optional<String> type =
        blocks.isEmpty()
            ? Optional.ofNullable(BUILT_IN.get(extension))
            : blocks.stream().flatMap(b -> written(b, extension).stream()).reduce((_, b) -> b);
    return withCharset(
        execution,
        type.orElseGet(
            () ->
                execution
                    .scope()
                    .setting("default_type")
                    .map(Directive::parameter)
                    .orElse("text/plain")));
  }

  private static String extension(String uri) {
    int dot = uri.lastIndexOf('.');
    return dot > uri.lastIndexOf('/') ? uri.substring(dot + 1).toLowerCase(Locale.ROOT) : "";
  }

  private static Optional<String> written(Directive types, String extension) {
    return types
        .body()
        .filter(line -> line.parameters().stream().anyMatch(extension::equalsIgnoreCase))
        .reduce((_, last) -> last)
        .map(Directive::name);
  }

  /// With the charset in force, for a type of `charset_types`.
  static String withCharset(Execution execution, String type) {
    String charset =
        execution.scope().setting("charset").map(d -> execution.text(d.parameter())).orElse("off");
    List<Directive> lines = execution.scope().inForce("charset_types");
    List<String> types =
        lines.isEmpty()
            ? WITH_CHARSET
            : lines.stream().flatMap(d -> d.parameters().stream()).toList();
    boolean takes = types.contains(type) || types.contains("*") || type.equals("text/html");
    return charset.equals("off") || type.isEmpty() || !takes ? type : type + "; charset=" + charset;
  }
}
