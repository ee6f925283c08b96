package dev.wsdoctor.symptom;

import dev.wsdoctor.conf.Directive;
import java.util.List;
import java.util.Optional;

/// The lines of configuration that make visible what nginx does not log by itself: how long a
/// socket lived, who ended it, and its idle end, which is logged at level info.
public final class LogSuggestion {
  /// Without the query, which may hold tokens. All are known since nginx 1.11.0.
  private static final List<String> VARIABLES =
      List.of(
          "time_iso8601",
          "connection",
          "connection_requests",
          "remote_addr",
          "status",
          "request_time",
          "request_completion",
          "host",
          "server_protocol",
          "request_method",
          "uri",
          "http_upgrade",
          "http_connection",
          "http_origin",
          "upstream_addr",
          "upstream_status",
          "upstream_connect_time",
          "upstream_header_time",
          "body_bytes_sent");

  private LogSuggestion() {}

  public static List<String> lines(Optional<LogSite> site) {
    List<String> locations =
        site.stream()
            .flatMap(LogSite::socketLocations)
            .map(LogSuggestion::comment)
            .distinct()
            .toList();
    StringBuilder text = new StringBuilder("# in http\n");
    text.append("log_format wsdoctor escape=json\n    '{");
    for (int i = 0; i < VARIABLES.size(); i++) {
      boolean lineEnds = i > 0 && i % 2 == 0;
      text.append(i == 0 ? "" : ",").append(lineEnds ? "'\n    '" : "");
      text.append("\"%s\":\"$%s\"".formatted(VARIABLES.get(i), VARIABLES.get(i)));
    }
    text.append("}';\n\n# in each location of sockets\n");
    locations.forEach(location -> text.append(location).append('\n'));
    text.append("access_log /var/log/nginx/websocket.log wsdoctor;\n");
    text.append("error_log /var/log/nginx/websocket-error.log info;");
    return text.toString().lines().toList();
  }

  private static String comment(Directive location) {
    return "#   location %s (%s)"
        .formatted(String.join(" ", location.parameters()), location.where());
  }
}
