package dev.wsdoctor.gateway.loop;

import dev.wsdoctor.gateway.openssl.OpensslSession;

/// How the handshake of a [StreamChannel] went.
public sealed interface Shaken {
  /// The two sides understand each other.
  ///
  /// @param session tells what was agreed on; not to be kept
  record Made(OpensslSession session) implements Shaken {}

  /// There will be no connection.
  ///
  /// @param words those of nginx
  record Failed(String words) implements Shaken {}
}
