package dev.wsdoctor.nginx;

import java.util.Optional;

/// Where a `proxy_pass` goes: scheme, host and port as evaluated, and the peers behind them. `host`
/// is unknown when it depends on something not to be known before running. `upstream` has the
/// `upstream` block of that name, or one peer for a literal address; it is absent when the host
/// comes from variables and names no `upstream` block, so that nginx asks its `resolver` at run
/// time.
///
/// `uri` is the URI part of the evaluated URL, empty if it has none; `tlsName` what
/// `proxy_ssl_name` evaluates to, without a port, which is the host where it is not set.
public record ProxyTarget(
    boolean tls,
    Value host,
    int port,
    Optional<Upstream> upstream,
    boolean resolvedAtRunTime,
    String uri,
    Value tlsName) {
  /// Without a URI part and without a name of its own for TLS.
  public ProxyTarget(
      boolean tls, Value host, int port, Optional<Upstream> upstream, boolean resolvedAtRunTime) {
    this(tls, host, port, upstream, resolvedAtRunTime, "", host);
  }

  ProxyTarget asking(String uriPart, Value nameForTls) {
    return new ProxyTarget(tls, host, port, upstream, resolvedAtRunTime, uriPart, nameForTls);
  }
}
