package dev.wsdoctor.gateway.tls;

import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Lets every handshake through: nginx, too, makes it whatever the certificate is, and judges
/// afterwards (`ngx_ssl_verify_callback` always returns 1). [JdkChainVerification] is the judge
/// here.
public final class AnyPeer extends X509ExtendedTrustManager {
  private final List<X509Certificate> named;

  /// One that names authorities.
  ///
  /// @param named whose names a server sends to its clients
  public AnyPeer(List<X509Certificate> named) {
    this.named = named;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) {}

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return named.toArray(X509Certificate[]::new);
  }
}
