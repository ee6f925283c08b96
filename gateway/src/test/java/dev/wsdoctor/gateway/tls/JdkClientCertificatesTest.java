package dev.wsdoctor.gateway.tls;

class JdkClientCertificatesTest extends ClientCertificatesCases {
  JdkClientCertificatesTest() {
    super(Library.JDK);
  }
}
