package dev.wsdoctor.gateway.tls;

import dev.wsdoctor.nginx.UpstreamTls;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/// Makes handshakes with upstreams by one set of settings, and judges their certificates.
public sealed interface UpstreamContext permits OpensslUpstreamContext, JdkUpstreamContext {
  static UpstreamContext of(Library library, UpstreamSettings settings, InstantSource clock)
      throws SSLException {
    return switch (library) {
      case OPENSSL -> OpensslUpstreamContext.of(settings);
      case JDK -> JdkUpstreamContext.of(settings, clock);
    };
  }

  /// Begins the handshake on a new connection.
  ///
  /// @param peer sessions are kept by it
  /// @param done is told why the peer is not talked to, in nginx's words without ` while SSL
  ///   handshaking to upstream`; nothing if it is. Maybe before this returns.
  void secure(
      Channel channel, UpstreamTls asked, SocketAddress peer, Consumer<Optional<String>> done);

  /// Lets go of the library's memory; connections that stand go on.
  void release();

  /// The judgement of a peer with which the handshake was made.
  ///
  /// @param chain that it sent
  static Optional<String> complaint(Verdict verdict, List<X509Certificate> chain, String name) {
    Verdict judged = chain.isEmpty() ? new Verdict(Verdict.UNVERIFIED_LEAF) : verdict;
    if (!judged.isOk()) {
      return Optional.of(
          "upstream SSL certificate verify error: (%d:%s)".formatted(judged.code(), judged.text()));
    }
    return HostMatch.matches(chain.getFirst(), name)
        ? Optional.empty()
        : Optional.of("upstream SSL certificate does not match \"" + name + "\"");
  }

  /// `192.0.2.1:443` or the path of a socket.
  static String name(SocketAddress peer) {
    return switch (peer) {
      case InetSocketAddress inet -> inet.getAddress().getHostAddress() + ":" + inet.getPort();
      case UnixDomainSocketAddress unix -> unix.getPath().toString();
      case SocketAddress other -> other.toString();
    };
  }
}
