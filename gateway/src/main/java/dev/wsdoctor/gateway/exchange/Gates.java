package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.proxyprotocol.ProxyGate;
import dev.wsdoctor.gateway.tls.TlsGate;
import io.netty.channel.ChannelHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What stands between a socket and its [ClientConnection]: the PROXY header comes before TLS.
final class Gates {
  private Gates() {}

  static List<ChannelHandler> of(Site site, Arrival arrival, Duration timeout) {
    List<ChannelHandler> gates = new ArrayList<>();
    if (site.nginx().takesProxyHeader(arrival.address(), arrival.port())) {
      gates.add(new ProxyGate(timeout));
    }
    // a wildcard's socket also takes connections to addresses that have a listen of their own
    site.tls()
        .at(arrival.address(), arrival.port())
        .or(() -> site.tls().at(arrival.listen().address(), arrival.port()))
        .filter(_ -> site.nginx().speaksTls(arrival.address(), arrival.port()))
        .ifPresent(listener -> gates.add(new TlsGate(listener, timeout)));
    return gates;
  }
}
