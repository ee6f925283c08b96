package dev.wsdoctor.gateway.tls;

class OpensslClientCertificatesTest extends ClientCertificatesCases {
  OpensslClientCertificatesTest() {
    super(Library.OPENSSL);
  }
}
