package dev.wsdoctor.gateway.tls;

import io.netty.handler.ssl.SslHandler;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// What came out of a handshake with a client: nginx's `$ssl_` variables.
///
/// @param cipher by OpenSSL's name
/// @param sessionId in hex; empty when the client got none
/// @param clientChain the client's certificate and those it sent along; none if it sent none
public record TlsFacts(
    String protocol,
    String cipher,
    ClientHello hello,
    String applicationProtocol,
    String sessionId,
    boolean resumed,
    String curve,
    List<X509Certificate> clientChain,
    Verdict clientVerdict) {
  public TlsFacts {
    clientChain = List.copyOf(clientChain);
  }

  /// The name that the client asks for, as it writes it.
  public Optional<String> serverName() {
    return hello.serverName();
  }

  /// What the JDK tells, which is neither whether a session was resumed nor by what group.
  static TlsFacts of(
      SslHandler handler, ClientHello hello, ClientVerification verification, Instant now) {
    SSLSession session = handler.engine().getSession();
    List<X509Certificate> chain = verification.asks() ? chain(session) : List.of();
    Verdict verdict =
        chain.isEmpty()
            ? Verdict.OK
            : JdkChainVerification.verify(
                chain, verification.trust(), JdkChainVerification.Purpose.CLIENT, now);
    return new TlsFacts(
        session.getProtocol(),
        cipher(session),
        hello,
        Optional.ofNullable(handler.applicationProtocol()).orElse(""),
        HexFormat.of().formatHex(session.getId()),
        false,
        "",
        chain,
        verdict);
  }

  private static List<X509Certificate> chain(SSLSession session) {
    try {
      Certificate[] sent = session.getPeerCertificates();
      return Stream.of(sent)
          .filter(X509Certificate.class::isInstance)
          .map(X509Certificate.class::cast)
          .toList();
    } catch (SSLPeerUnverifiedException _) {
      return List.of();
    }
  }

  private static String cipher(SSLSession session) {
    return CipherString.byStandardName(session.getCipherSuite())
        .map(CipherSuite::name)
        .orElse(session.getCipherSuite());
  }

  /// `NONE`, `SUCCESS` or `FAILED:why`.
  String clientVerify() {
    if (clientChain.isEmpty()) {
      return "NONE";
    }
    return clientVerdict.isOk() ? "SUCCESS" : "FAILED:" + clientVerdict.text();
  }

  /// The value of a variable of ngx_http_ssl_module, by its name without `$`; nothing for one that
  /// is not known here.
  public Optional<String> variable(String name, Instant now) {
    return switch (name) {
      case "ssl_protocol" -> Optional.of(protocol);
      case "ssl_cipher" -> Optional.of(cipher);
      case "ssl_server_name" -> Optional.of(hello.serverName().orElse(""));
      case "ssl_alpn_protocol" -> Optional.of(applicationProtocol);
      case "ssl_session_id" -> Optional.of(sessionId);
      case "ssl_session_reused" -> Optional.of(resumed ? "r" : ".");
      case "ssl_curve" -> Optional.of(curve);
      case "ssl_curves" -> Optional.of(Offered.curves(hello));
      case "ssl_ciphers" -> Optional.of(Offered.ciphers(hello));
      case "ssl_early_data" -> Optional.of("");
      case "ssl_client_verify" -> Optional.of(clientVerify());
      default -> name.startsWith("ssl_client_") ? client(name, now) : Optional.empty();
    };
  }

  private Optional<String> client(String name, Instant now) {
    if (clientChain.isEmpty()) {
      return Optional.of("");
    }
    var certificate = new PeerCertificate(clientChain.getFirst());
    return switch (name) {
      case "ssl_client_s_dn" -> Optional.of(certificate.subject());
      case "ssl_client_i_dn" -> Optional.of(certificate.issuer());
      case "ssl_client_serial" -> Optional.of(certificate.serial());
      case "ssl_client_fingerprint" -> Optional.of(certificate.fingerprint());
      case "ssl_client_v_start" -> Optional.of(certificate.validFrom());
      case "ssl_client_v_end" -> Optional.of(certificate.validTo());
      case "ssl_client_v_remain" -> Optional.of(certificate.daysLeft(now));
      case "ssl_client_raw_cert" -> Optional.of(certificate.pem() + "\n");
      case "ssl_client_cert" -> Optional.of(certificate.pem().replace("\n", "\n\t"));
      case "ssl_client_escaped_cert" -> Optional.of(escaped(certificate.pem() + "\n"));
      default -> Optional.empty();
    };
  }

  /// `NGX_ESCAPE_URI_COMPONENT`, of what occurs in PEM.
  private static String escaped(String pem) {
    return pem.replace(" ", "%20")
        .replace("\n", "%0A")
        .replace("+", "%2B")
        .replace("/", "%2F")
        .replace("=", "%3D");
  }
}
