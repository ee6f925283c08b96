package dev.wsdoctor.gateway.tls;

class JdkUpstreamContextsTest extends UpstreamContextsCases {
  JdkUpstreamContextsTest() {
    super(Library.JDK);
  }
}
