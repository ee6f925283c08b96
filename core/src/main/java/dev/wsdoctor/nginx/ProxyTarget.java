package dev.wsdoctor.nginx;

import java.util.Optional;

/// Where a `proxy_pass` goes: scheme, host and port as evaluated, and the peers behind them. `host`
/// is unknown when it depends on something not to be known before running. `upstream` has the
/// `upstream` block of that name, or one peer for a literal address; it is absent when the host
/// comes from variables and names no `upstream` block, so that nginx asks its `resolver` at run
/// time.
public record ProxyTarget(
    boolean tls, Value host, int port, Optional<Upstream> upstream, boolean resolvedAtRunTime) {}
