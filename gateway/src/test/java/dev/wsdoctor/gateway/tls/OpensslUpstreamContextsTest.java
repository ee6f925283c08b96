package dev.wsdoctor.gateway.tls;

class OpensslUpstreamContextsTest extends UpstreamContextsCases {
  OpensslUpstreamContextsTest() {
    super(Library.OPENSSL);
  }
}
