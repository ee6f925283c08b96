package dev.wsdoctor.probe;

import java.util.Optional;

/// How a probe gets to its endpoint: through a proxy, with a client certificate, or just so.
public record Way(Optional<ForwardProxy> proxy, Optional<ClientCertificate> certificate) {
  public static final Way DIRECT = new Way(Optional.empty(), Optional.empty());
}
