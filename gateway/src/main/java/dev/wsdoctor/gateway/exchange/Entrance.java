package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.proxyprotocol.ProxyGate;
import dev.wsdoctor.gateway.tls.TlsGate;
import dev.wsdoctor.gateway.tls.TlsListener;
import dev.wsdoctor.nginx.Scope;
import io.netty.channel.ChannelPipeline;
import java.time.Duration;
import java.util.Optional;

/// What the configuration makes of all connections that come in at one address: worked out for the
/// first of them, since it would be a good part of the work for a short one.
///
/// @param scope of the default server
/// @param takesProxyHeader whether a PROXY header comes before everything else
/// @param tls as it is spoken there, if it is
record Entrance(Arrival arrival, Scope scope, boolean takesProxyHeader, Optional<TlsListener> tls) {
  static Entrance of(Site site, Arrival arrival) {
    return new Entrance(
        arrival,
        site.nginx()
            .defaultServer(arrival.address(), arrival.port())
            .orElseThrow(() -> new IllegalStateException("no server at " + arrival))
            .scope(),
        site.nginx().takesProxyHeader(arrival.address(), arrival.port()),
        tls(site, arrival));
  }

  /// A wildcard's socket also takes connections to addresses that have a listen of their own.
  private static Optional<TlsListener> tls(Site site, Arrival arrival) {
    return site.tls()
        .at(arrival.address(), arrival.port())
        .or(() -> site.tls().at(arrival.listen().address(), arrival.port()))
        .filter(_ -> site.nginx().speaksTls(arrival.address(), arrival.port()));
  }

  /// Puts what stands between a socket and its [ClientConnection] into its pipeline: the PROXY
  /// header comes before TLS.
  void addGates(ChannelPipeline pipeline) {
    Duration timeout = Settings.CLIENT_HEADER_TIMEOUT.in(scope);
    if (takesProxyHeader) {
      pipeline.addLast(new ProxyGate(timeout));
    }
    if (tls.isPresent()) {
      pipeline.addLast(new TlsGate(tls.get(), timeout));
    }
  }
}
