package dev.wsdoctor.gateway.tls;

import dev.wsdoctor.gateway.openssl.OpensslServer;

/// Which library speaks TLS (decision 0047).
public enum Library {
  /// The system's OpenSSL 3, which needs sockets of our own.
  OPENSSL,
  JDK;

  /// Names the library to use: `jdk`, or else the best there is.
  private static final String TLS = "gateway.tls";

  /// The best one that goes with the sockets.
  ///
  /// @param ownSockets whether the connections are [dev.wsdoctor.gateway.loop.StreamChannel]s
  public static Library preferred(boolean ownSockets) {
    boolean isWanted = !System.getProperty(TLS, "").equals("jdk");
    return ownSockets && isWanted && OpensslServer.isAvailable() ? OPENSSL : JDK;
  }
}
