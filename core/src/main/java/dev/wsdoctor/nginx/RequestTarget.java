package dev.wsdoctor.nginx;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The target of a request line (`ngx_http_parse_request_line`): a path, or a whole URL whose host
/// then counts before the Host field. `written` is `$request_uri`.
record RequestTarget(
    Optional<String> authority, String pathAndQuery, String written, boolean emptyPath) {
  private static final Pattern ABSOLUTE =
      Pattern.compile("[A-Za-z]+://([A-Za-z0-9.\\-]+|\\[[0-9A-Fa-f:.]+\\])(?::[0-9]*)?([/?].*|)");

  static Optional<RequestTarget> read(String target) {
    for (int i = 0; i < target.length(); i++) {
      if (target.charAt(i) <= ' ' || target.charAt(i) == 0x7f) {
        return Optional.empty();
      }
    }
    if (target.startsWith("/")) {
      return Optional.of(new RequestTarget(Optional.empty(), target, target, false));
    }
    Matcher matcher = ABSOLUTE.matcher(target);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String rest = matcher.group(2);
    boolean empty = rest.startsWith("?");
    String path = rest.isEmpty() || empty ? "/" + rest : rest;
    return Optional.of(
        new RequestTarget(Optional.of(matcher.group(1)), path, rest.isEmpty() ? "/" : rest, empty));
  }
}
