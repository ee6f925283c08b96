package dev.wsdoctor.gateway.log;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// One try of a request at a server of an upstream (`ngx_http_upstream_state_t`).
///
/// @param address as nginx names the peer; the upstream's name when no peer could be used
/// @param status of the answer, or that which nginx gives for none; absent if the client left
///   before
/// @param connectTime until the connection stood, with TLS
/// @param headerTime until the header was read
/// @param responseTime until the end
/// @param length of the body
public record UpstreamTry(
    String address,
    OptionalInt status,
    Optional<Duration> connectTime,
    Optional<Duration> headerTime,
    Optional<Duration> responseTime,
    long bytesSent,
    long bytesReceived,
    long length) {}
