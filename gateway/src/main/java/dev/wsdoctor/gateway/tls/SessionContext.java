package dev.wsdoctor.gateway.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;

/// What tells the sessions of a server from those of another: its certificates and the authorities
/// that it names (`ngx_ssl_session_id_context`). Where tickets have the same key, nginx and the
/// gateway go on with each other's sessions only if it is the same.
final class SessionContext {
  private static final String OF_HTTP = "HTTP";

  private SessionContext() {}

  static byte[] of(ServerTls settings) throws SSLException {
    try {
      MessageDigest all = MessageDigest.getInstance("SHA-1");
      MessageDigest one = MessageDigest.getInstance("SHA-1");
      all.update(OF_HTTP.getBytes(StandardCharsets.US_ASCII));
      List<Identity> lastFirst = settings.identities().reversed();
      for (Identity identity : lastFirst) {
        all.update(one.digest(identity.chain().getFirst().getEncoded()));
      }
      if (settings.verification().asks()) {
        for (X509Certificate named : settings.verification().named()) {
          all.update(one.digest(named.getSubjectX500Principal().getEncoded()));
        }
      }
      return all.digest();
    } catch (GeneralSecurityException e) {
      throw new SSLException(e);
    }
  }
}
