package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.log.Action;
import dev.wsdoctor.gateway.log.ClientMessages;
import dev.wsdoctor.gateway.log.Message;
import dev.wsdoctor.gateway.wire.RequestReader;
import java.io.IOException;
import java.util.Optional;

/// A head of which no more will come (`ngx_http_wait_request_handler`,
/// `ngx_http_read_request_header`): one that has begun is logged as a request, and is given back;
/// of one that has not only the error log hears.
///
/// @param begun its reader, if it has begun
/// @param requests that the connection had before
record AwaitedHead(ConnectionReport report, Optional<RequestReader> begun, int requests) {
  private static final int BAD_REQUEST = 400;
  private static final int REQUEST_TIMEOUT = 408;

  /// The client has closed.
  Optional<ReadHead> closed() {
    if (begun.isEmpty() && requests > 0) {
      report.sayIdle(ClientMessages.closedKeepalive(report.facts().client()));
      return Optional.empty();
    }
    Message message =
        begun.isPresent() ? ClientMessages.prematurelyClosed() : ClientMessages.closed();
    return ended(BAD_REQUEST, message);
  }

  /// Nothing has come for too long.
  Optional<ReadHead> timedOut() {
    return ended(REQUEST_TIMEOUT, ClientMessages.timedOut());
  }

  /// The client has cut the connection.
  Optional<ReadHead> cut(IOException why) {
    return ended(BAD_REQUEST, ClientMessages.receiveFailed(why));
  }

  private Optional<ReadHead> ended(int status, Message why) {
    if (begun.isEmpty() && requests == 0) {
      report.say(why, Action.WAITING_FOR_REQUEST);
    }
    return begun.map(reader -> ReadHead.broken(reader, status, why.text()));
  }
}
