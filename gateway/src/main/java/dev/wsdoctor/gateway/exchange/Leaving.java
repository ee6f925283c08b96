package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.log.ClientMessages;
import dev.wsdoctor.gateway.log.UpstreamMessages;
import java.io.IOException;
import java.util.Optional;

/// What nginx says of a client that leaves before it has its answer, and the status that the
/// request then has in the access log.
///
/// @param errors of the request
/// @param verdicts that may be waited for
record Leaving(ErrorReport errors, Verdicts verdicts) {
  private static final int BAD_REQUEST = 400;
  private static final int CLIENT_CLOSED = 499;

  /// It has closed its connection.
  ///
  /// @param asked the upstream that was to answer
  /// @param collecting whether its body was still coming
  int closed(Optional<Proxying> asked, boolean collecting) {
    if (collecting) {
      errors.say(ClientMessages.prematurelyClosed());
      return BAD_REQUEST;
    }
    asked.ifPresentOrElse(
        through -> errors.say(UpstreamMessages.clientClosedSoUpstream(), through.report().doing()),
        verdicts::leftByClient);
    return CLIENT_CLOSED;
  }

  /// It has cut its connection.
  int cut(Optional<Proxying> asked, boolean collecting, IOException why) {
    if (collecting || asked.isEmpty()) {
      errors.say(ClientMessages.failed(why));
      return collecting ? BAD_REQUEST : CLIENT_CLOSED;
    }
    errors.say(UpstreamMessages.clientResetSoUpstream(why), asked.get().report().doing());
    return CLIENT_CLOSED;
  }
}
