package dev.wsdoctor.gateway.exchange;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;

/// The end of a connection whose client may still be sending (`ngx_http_set_lingering_close`): it
/// is told that no more will come, and what it sends is read without use, so that the answer is not
/// lost to a reset.
final class Lingering {
  static final Duration LIMIT = Duration.ofSeconds(5);

  private Lingering() {}

  /// Tells the client, in TLS first.
  static void begin(Channel client) {
    SslHandler tls = client.pipeline().get(SslHandler.class);
    if (tls == null) {
      endOutput(client);
    } else {
      tls.closeOutbound().addListener(_ -> endOutput(client));
    }
  }

  private static void endOutput(Channel client) {
    if (client instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    }
  }
}
