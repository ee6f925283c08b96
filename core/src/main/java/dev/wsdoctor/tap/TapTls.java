package dev.wsdoctor.tap;

import dev.wsdoctor.probe.AnyCertificate;
import dev.wsdoctor.probe.ClientCertificate;
import dev.wsdoctor.probe.ServerName;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Both roles of TLS. As nginx does by default (`proxy_ssl_verify off`), it takes any certificate
/// of the server.
final class TapTls {
  private static final String[] HTTP_1 = {"http/1.1"};

  private TapTls() {}

  static SSLContext serverContext(ClientCertificate certificate) {
    return AnyCertificate.context(certificate.managers().toArray(KeyManager[]::new));
  }

  static SSLContext clientContext() {
    return AnyCertificate.context();
  }

  /// Shakes hands with a client that was accepted.
  static TlsLine accept(SSLContext context, Socket plain, Duration limit) throws IOException {
    SSLSocketFactory factory = context.getSocketFactory();
    InputStream nothingRead = InputStream.nullInputStream();
    return shakeHands((SSLSocket) factory.createSocket(plain, nothingRead, true), limit, List.of());
  }

  /// Shakes hands with a server, which is told `name` where that is one.
  static TlsLine connect(SSLContext context, Socket plain, String name, Duration limit)
      throws IOException {
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, name, plain.getPort(), true);
    return shakeHands(socket, limit, ServerName.indication(name).stream().toList());
  }

  private static TlsLine shakeHands(SSLSocket socket, Duration limit, List<SNIHostName> names)
      throws IOException {
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(HTTP_1);
    if (!names.isEmpty()) {
      parameters.setServerNames(List.copyOf(names));
    }
    socket.setSSLParameters(parameters);
    socket.setSoTimeout((int) limit.toMillis());
    socket.startHandshake();
    socket.setSoTimeout(0);
    return new TlsLine(socket);
  }
}
