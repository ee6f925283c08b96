package dev.wsdoctor.gateway;

import java.util.List;

/// What came of starting a gateway.
public sealed interface GatewayStart {
  /// It listens.
  record Started(Gateway gateway) implements GatewayStart {}

  /// It does not run: why, one sentence each, with `file:line` where a line is the reason.
  record Refused(List<String> messages) implements GatewayStart {
    public Refused {
      messages = List.copyOf(messages);
    }
  }
}
