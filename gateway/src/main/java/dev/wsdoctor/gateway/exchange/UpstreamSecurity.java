package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.log.Message;
import dev.wsdoctor.gateway.log.UpstreamMessages;
import dev.wsdoctor.gateway.tls.UpstreamContext;
import dev.wsdoctor.nginx.Execution;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.UpstreamTls;
import dev.wsdoctor.nginx.Value;
import io.netty.channel.Channel;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The TLS that one proxied request asks of its upstream.
record UpstreamSecurity(UpstreamContext context, UpstreamTls asked) {
  /// Nothing for a plain upstream.
  static Optional<UpstreamSecurity> of(Outcome.Proxied proxied, Site site, Execution execution) {
    return UpstreamTls.of(proxied)
        .map(asked -> named(asked, execution))
        .map(
            asked ->
                new UpstreamSecurity(
                    site.upstreamTls()
                        .of(proxied.scope())
                        .orElseThrow(
                            () -> new IllegalStateException("no TLS loaded: " + proxied.by())),
                    asked));
  }

  /// A name of variables, as it is for this request.
  private static UpstreamTls named(UpstreamTls asked, Execution execution) {
    return new UpstreamTls(
        Value.of(execution.text(asked.name())),
        asked.sendsName(),
        asked.verifies(),
        asked.nameSetting(),
        asked.sendsNameSetting(),
        asked.verifySetting());
  }

  /// What must be equal for a connection to serve another request.
  Object user() {
    return List.of(context, asked.name().text(), asked.sendsName());
  }

  /// Begins the handshake.
  ///
  /// @param done is told why the peer is not talked to: the handshake has failed, or was made with
  ///   another one than is wanted
  void begin(Channel channel, SocketAddress peer, Consumer<Optional<Message>> done) {
    context.secure(
        channel, asked, peer, trouble -> done.accept(trouble.map(UpstreamMessages::badHandshake)));
  }
}
