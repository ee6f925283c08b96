package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.log.ClientMessages;
import dev.wsdoctor.gateway.log.Message;
import dev.wsdoctor.gateway.log.UpstreamMessages;
import dev.wsdoctor.gateway.loop.Ending;
import java.util.Optional;

/// What nginx says of the end of a tunnel (`ngx_http_upstream_process_upgraded`).
final class TunnelRemarks {
  private TunnelRemarks() {}

  static Optional<Message> of(Ending ending) {
    return switch (ending.cause()) {
      case CLIENT_FAILED ->
          ending
              .broken()
              .map(ClientMessages::broken)
              .or(() -> Optional.of(ClientMessages.failed(ending.function(), ending.errno())));
      case UPSTREAM_FAILED ->
          ending
              .broken()
              .map(UpstreamMessages::broken)
              .or(() -> Optional.of(UpstreamMessages.failed(ending.function(), ending.errno())));
      case CLIENT_TIMED_OUT -> Optional.of(ClientMessages.timedOut());
      case UPSTREAM_TIMED_OUT -> Optional.of(UpstreamMessages.timedOutInTunnel());
      case CLIENT_CLOSED, UPSTREAM_CLOSED, STOPPED -> Optional.empty();
    };
  }
}
