package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.Optional;

/// One `listen` of a server after nginx's normalisation: `address` is `*` for any IPv4, `[::]` for
/// any IPv6, an address, or `unix:/path` (port 0). `directive` is absent for the implied `listen
/// 80`.
public record Listen(
    String address,
    int port,
    boolean defaultServer,
    boolean ssl,
    boolean http2,
    boolean quic,
    boolean proxyProtocol,
    Optional<Directive> directive) {}
