package dev.wsdoctor.gateway.tls;

class JdkTlsListenerTest extends TlsListenerCases {
  JdkTlsListenerTest() {
    super(Library.JDK);
  }
}
