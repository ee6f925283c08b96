package dev.wsdoctor.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class UpstreamTriesTest {
  private final UpstreamTries tries = new UpstreamTries();

  private static UpstreamTry tried(String address, int status, Optional<Duration> time) {
    return new UpstreamTry(address, OptionalInt.of(status), time, Optional.empty(), time, 1, 2, 3);
  }

  @Test
  void nothingWasTried() {
    tries.begin();
    assertThat(tries.variable("upstream_addr")).isEmpty();
  }

  @Test
  void triesAreListed() {
    tries.begin();
    tries.add(tried("1.1.1.1:80", 502, Optional.of(Duration.ofMillis(1500))));
    tries.add(tried("2.2.2.2:80", 404, Optional.empty()));
    tries.begin();
    tries.add(tried("unix:/x", 200, Optional.of(Duration.ZERO)));
    assertThat(tries.variable("upstream_addr")).contains("1.1.1.1:80, 2.2.2.2:80 : unix:/x");
    assertThat(tries.variable("upstream_status")).contains("502, 404 : 200");
    assertThat(tries.variable("upstream_response_time")).contains("1.500, - : 0.000");
    assertThat(tries.variable("upstream_header_time")).contains("-, - : -");
    assertThat(tries.variable("upstream_bytes_received")).contains("2, 2 : 2");
    assertThat(tries.variable("upstream_http_x")).isEmpty();
  }
}
