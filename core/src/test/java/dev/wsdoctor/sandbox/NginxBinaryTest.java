package dev.wsdoctor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.directive.NginxVersion;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NginxBinaryTest {
  private static final Path PROGRAM = Path.of("/opt/nginx");

  @Test
  void theOutputOfVersionIsUnderstood() {
    NginxBinary nginx =
        NginxBinary.parse(
                PROGRAM,
                """
                nginx version: nginx/1.22.1
                built with OpenSSL 3.0.8
                configure arguments: --with-cc-opt='-g -O2' --prefix=/usr/share/nginx --conf-path=/etc/nginx/nginx.conf --without-http_scgi_module
                """)
            .orElseThrow();
    assertThat(nginx.version()).isEqualTo(new NginxVersion(1, 22, 1));
    assertThat(nginx.prefix()).isEqualTo("/usr/share/nginx");
    assertThat(nginx.configurationPath()).isEqualTo("/etc/nginx/nginx.conf");
    assertThat(nginx.argument("with-cc-opt")).contains("-g -O2");
    assertThat(nginx.argument("error-log-path")).isEmpty();
    assertThat(nginx.isWithout("http_scgi_module")).isTrue();
    assertThat(nginx.takesErrorLogOption()).isTrue();
  }

  @Test
  void theGatewayIsKnownAndBehavesAsAnyRelease() {
    NginxVersion old = new NginxVersion(1, 22, 1);
    NginxBinary gateway =
        NginxBinary.parse(PROGRAM, "nginx version: nginx/1.30.4\nbuilt by wsdoctor: its gateway\n")
            .orElseThrow()
            .as(old);
    assertThat(gateway.gateway()).isTrue();
    assertThat(gateway.command()).containsExactly("/opt/nginx", "--nginx-version", "1.22.1");
    assertThat(gateway.title()).isEqualTo("wsdoctor's gateway in the place of nginx 1.22.1");
    NginxBinary nginx = NginxBinary.parse(PROGRAM, "nginx version: nginx/1.30.4\n").orElseThrow();
    assertThat(nginx.as(old)).isEqualTo(nginx);
    assertThat(nginx.command()).containsExactly("/opt/nginx");
  }

  @Test
  void openrestyCountsByTheNginxInIt() {
    NginxBinary nginx =
        NginxBinary.parse(PROGRAM, "nginx version: openresty/1.19.3.1\n").orElseThrow();
    assertThat(nginx.version()).isEqualTo(new NginxVersion(1, 19, 3));
    assertThat(nginx.configurationPath()).isEqualTo("/usr/local/nginx/conf/nginx.conf");
    assertThat(nginx.takesErrorLogOption()).isFalse();
  }

  @Test
  void whatIsNoNginxIsNone() {
    assertThat(NginxBinary.parse(PROGRAM, "hello")).isEmpty();
    assertThat(NginxBinary.at("/nowhere/nginx")).isEqualTo(Optional.empty());
    assertThat(NginxBinary.at("/bin/true")).isEmpty();
    assertThat(NginxBinary.at("\0")).isEmpty();
  }
}
