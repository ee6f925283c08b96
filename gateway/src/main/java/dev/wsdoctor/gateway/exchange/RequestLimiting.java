package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.gateway.limit.ConnectionLimits;
import dev.wsdoctor.gateway.limit.RequestLimits;
import dev.wsdoctor.nginx.Scope;
import java.util.Optional;

/// The limits of a configuration, with what they have counted.
public record RequestLimiting(RequestLimits requests, ConnectionLimits connections) {
  static Optional<RequestLimiting> of(Configuration configuration) {
    return configuration
        .http()
        .map(Scope::of)
        .map(http -> new RequestLimiting(RequestLimits.of(http), ConnectionLimits.of(http)));
  }
}
