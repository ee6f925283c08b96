package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.log.Message;
import dev.wsdoctor.gateway.log.UpstreamMessages;
import java.io.IOException;

/// What nginx says of a connection that was not made: one that could not even be begun is named by
/// its address (`ngx_event_connect_peer`, `ngx_http_upstream_test_connect`).
final class ConnectTrouble {
  /// Names the call that failed, if the connection was not waited for.
  private static final String AT_ONCE = "connect()";

  private ConnectTrouble() {}

  static Message of(Throwable cause, String address) {
    IOException error = cause instanceof IOException io ? io : new IOException(cause.getMessage());
    boolean later = !address.startsWith("unix:") && isLater(error);
    return later
        ? UpstreamMessages.connectFailed(error)
        : UpstreamMessages.connectToFailed(address, error);
  }

  private static boolean isLater(IOException error) {
    return !String.valueOf(error.getMessage()).contains(AT_ONCE);
  }
}
