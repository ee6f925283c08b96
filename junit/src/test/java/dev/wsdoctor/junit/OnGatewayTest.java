package dev.wsdoctor.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

@NginxConf(value = "src/test/nginx/site.conf", engine = Engine.GATEWAY, down = "report:80")
class OnGatewayTest extends Expectations {
  @Test
  void theGatewayRunsIt(NginxUnderTest nginx) {
    assertThat(nginx.engine()).isEqualTo(Engine.GATEWAY);
  }

  @Test
  void aLogThatDoesNotComeIsWaitedForInVain(NginxUnderTest nginx) {
    assertThatThrownBy(() -> nginx.awaitAccessLog("/nowhere"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("expected the access log to contain");
  }
}
