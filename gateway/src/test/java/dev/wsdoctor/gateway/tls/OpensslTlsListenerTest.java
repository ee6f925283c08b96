package dev.wsdoctor.gateway.tls;

class OpensslTlsListenerTest extends TlsListenerCases {
  OpensslTlsListenerTest() {
    super(Library.OPENSSL);
  }
}
