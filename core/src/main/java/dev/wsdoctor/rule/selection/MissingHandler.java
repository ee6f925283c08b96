package dev.wsdoctor.rule.selection;

import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.rule.HeaderSettings;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;

/// A location that has settings for proxying and nothing that proxies: nginx serves files from it.
record MissingHandler(Location location, Outcome.Static outcome) {
  private static final List<String> FILES =
      List.of("root", "alias", "index", "try_files", "autoindex", "expires", "add_header");
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
        .filter(location -> hasSigns(location) || inheritsHandshake(location))
        .map(location -> new MissingHandler(location, outcome));
  }

  private static boolean hasSigns(Location location) {
    return SIGNS.stream().anyMatch(sign -> !location.scope().own(sign).isEmpty())
        && location.scope().own("try_files").isEmpty();
  }

  /// The settings of the handshake stand further out, and the location says nothing of files.
  private static boolean inheritsHandshake(Location location) {
    return !HeaderSettings.of(location.scope(), "Upgrade").isEmpty()
        && FILES.stream().allMatch(name -> location.scope().own(name).isEmpty());
  }
}
