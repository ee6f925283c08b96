package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.tls.UpstreamContext;
import dev.wsdoctor.nginx.Execution;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.UpstreamTls;
import dev.wsdoctor.nginx.Value;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.function.Consumer;

/// TLS towards the servers that one request may go to (`ngx_http_upstream_ssl_init_connection`).
record UpstreamHandshake(UpstreamContext context, UpstreamTls tls) {
  /// Nothing for a `proxy_pass` without TLS.
  static Optional<UpstreamHandshake> of(Site site, Outcome.Proxied proxied, Execution execution) {
    return UpstreamTls.of(proxied)
        .map(tls -> named(tls, execution))
        .map(
            tls ->
                new UpstreamHandshake(
                    site.upstreamTls()
                        .of(proxied.scope())
                        .orElseThrow(() -> new IllegalStateException("no TLS was loaded")),
                    tls));
  }

  /// A name of variables, as it is for this request.
  private static UpstreamTls named(UpstreamTls tls, Execution execution) {
    return new UpstreamTls(
        Value.of(execution.text(tls.name())),
        tls.sendsName(),
        tls.verifies(),
        tls.nameSetting(),
        tls.sendsNameSetting(),
        tls.verifySetting());
  }

  /// Shakes hands on a connection; `done` is told whether its server is the one that is wanted.
  void start(Channel channel, SocketAddress to, Consumer<Boolean> done) {
    SslHandler handler =
        to instanceof InetSocketAddress inet
            ? context.handler(channel.alloc(), tls, inet.getHostString(), inet.getPort())
            : context.handler(channel.alloc(), tls, to.toString(), 0);
    channel.pipeline().addFirst(handler);
    handler
        .handshakeFuture()
        .addListener(f -> done.accept(f.isSuccess() && context.complaint(tls, handler).isEmpty()));
  }
}
