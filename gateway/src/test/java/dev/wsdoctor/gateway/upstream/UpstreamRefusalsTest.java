package dev.wsdoctor.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.directive.NginxVersion;
import org.junit.jupiter.api.Test;

class UpstreamRefusalsTest {
  private static final NginxVersion OLD = new NginxVersion(1, 27, 2);
  private static final NginxVersion NEW = new NginxVersion(1, 27, 3);

  @Test
  void whatIsExecutedIsNotRefused() {
    String block = "zone u 64k; hash $uri consistent; server a weight=2 max_conns=3; keepalive 4;";
    assertThat(UpstreamRefusals.of(Written.upstream(block), OLD)).isEmpty();
  }

  @Test
  void commercialThingsAreRefusedAloud() {
    assertThat(UpstreamRefusals.of(Written.upstream("server a slow_start=3s; queue 5;"), NEW))
        .containsExactly(
            "parameter \"slow_start=3s\" of a server is not supported by this gateway in"
                + " nginx.conf:1",
            "\"queue\" in an upstream is not supported by this gateway in nginx.conf:1");
  }

  @Test
  void resolveCameWith1273() {
    assertThat(UpstreamRefusals.of(Written.upstream("zone u 1m; server a resolve;"), NEW))
        .isEmpty();
    assertThat(UpstreamRefusals.of(Written.upstream("zone u 1m; server a resolve;"), OLD))
        .hasSize(1);
  }
}
