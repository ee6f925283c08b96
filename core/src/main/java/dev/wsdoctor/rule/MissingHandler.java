package dev.wsdoctor.rule;

import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Outcome;
import java.util.List;
import java.util.Optional;

/// A location that has settings for proxying and nothing that proxies: nginx serves files from it.
record MissingHandler(Location location, Outcome.Static outcome) {
  private static final List<String> SIGNS =
      List.of(
          "proxy_set_header",
          "proxy_http_version",
          "proxy_read_timeout",
          "proxy_send_timeout",
          "proxy_buffering",
          "proxy_redirect");

  static Optional<MissingHandler> of(Subject subject) {
    if (!(subject.last().decision().outcome() instanceof Outcome.Static outcome)) {
      return Optional.empty();
    }
    return subject
        .last()
        .decision()
        .location()
        .filter(location -> SIGNS.stream().anyMatch(sign -> !location.scope().own(sign).isEmpty()))
        .filter(location -> location.scope().own("try_files").isEmpty())
        .map(location -> new MissingHandler(location, outcome));
  }
}
