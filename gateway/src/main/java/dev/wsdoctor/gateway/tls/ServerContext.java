package dev.wsdoctor.gateway.tls;

import dev.wsdoctor.gateway.openssl.OpensslServer;
import javax.net.ssl.SSLException;

/// What answers the handshakes of one server at one address.
sealed interface ServerContext permits OpensslServerContext, JdkServerContext {
  /// Loads what the library needs.
  ///
  /// @param settings of the server that SNI chooses: its certificates, ciphers and wishes for
  ///   client certificates count
  /// @param listener of the default server of the address, whose protocols, groups and sessions
  ///   count, because the library looks at them before the name is known
  static ServerContext of(Library library, ServerTls settings, ServerTls listener)
      throws SSLException {
    return switch (library) {
      case OPENSSL -> OpensslServerContext.of(settings, listener);
      case JDK -> JdkServerContext.of(settings, listener, OpensslServer.PROTOCOLS);
    };
  }

  /// Lets go of the library's memory, which handshakes and connections under way still keep.
  void release();
}
