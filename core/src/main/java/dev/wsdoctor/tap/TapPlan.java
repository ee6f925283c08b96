package dev.wsdoctor.tap;

import dev.wsdoctor.probe.ClientCertificate;
import dev.wsdoctor.probe.Endpoint;
import java.util.Optional;

/// Where a tap stands: it listens at `listen`, in TLS with `certificate` when there is one, and
/// passes on to `to`, in TLS when `serverName` is there, which goes into SNI.
public record TapPlan(
    Endpoint listen,
    Optional<ClientCertificate> certificate,
    Endpoint to,
    Optional<String> serverName,
    TapLimits limits) {}
