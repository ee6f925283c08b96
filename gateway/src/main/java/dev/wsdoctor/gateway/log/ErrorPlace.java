package dev.wsdoctor.gateway.log;

import java.util.Optional;

/// What a line of the error log is about (`ngx_http_log_error`).
///
/// @param connection its number
/// @param client its address, or that of `real_ip`; `unix:` for a unix socket
/// @param server the first `server_name` once there is a request, before that the listening address
/// @param request the request line; empty while there is none
/// @param upstream the URL with scheme, peer and URI: see [#upstream]
public record ErrorPlace(
    long connection,
    Optional<Action> action,
    String client,
    String server,
    String request,
    Optional<String> subrequest,
    Optional<String> upstream,
    Optional<String> host,
    Optional<String> referrer) {
  /// A connection without a request.
  public static ErrorPlace ofConnection(long number, Action action, String client, String listen) {
    return new ErrorPlace(
        number,
        Optional.of(action),
        client,
        listen,
        "",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// A connection of which nothing else is told, as when it is closed between requests.
  public static ErrorPlace ofIdle(long number) {
    return new ErrorPlace(
        number,
        Optional.empty(),
        "",
        "",
        "",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  public ErrorPlace during(Action other) {
    return new ErrorPlace(
        connection,
        Optional.of(other),
        client,
        server,
        request,
        subrequest,
        upstream,
        host,
        referrer);
  }

  /// `http://127.0.0.1:8080/x`, `http://unix:/path:/x`; `peer` is the name of the upstream while no
  /// peer was chosen.
  public static String upstream(boolean tls, String peer, String uri) {
    return (tls ? "https://" : "http://") + peer + (peer.startsWith("unix:") ? ":" : "") + uri;
  }

  /// As it stands in a line.
  public WrittenPlace written() {
    StringBuilder out = new StringBuilder(256);
    append(out);
    return new WrittenPlace(connection, out.toString());
  }

  private void append(StringBuilder out) {
    if (client.isEmpty()) {
      return;
    }
    action.ifPresent(a -> out.append(" while ").append(a.words()));
    out.append(", client: ").append(client).append(", server: ").append(server);
    if (!request.isEmpty()) {
      quoted(out, "request", request);
    }
    subrequest.ifPresent(uri -> quoted(out, "subrequest", uri));
    upstream.ifPresent(url -> quoted(out, "upstream", url));
    host.ifPresent(value -> quoted(out, "host", value));
    referrer.ifPresent(value -> quoted(out, "referrer", value));
  }

  private static void quoted(StringBuilder out, String name, String value) {
    out.append(", ").append(name).append(": \"").append(value).append('"');
  }
}
