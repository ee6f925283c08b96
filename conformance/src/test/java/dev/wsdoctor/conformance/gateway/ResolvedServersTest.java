package dev.wsdoctor.conformance.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conformance.Ports;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.gateway.Gateway;
import dev.wsdoctor.gateway.GatewaySettings;
import dev.wsdoctor.gateway.GatewayStart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// `server NAME resolve`, which free nginx has since 1.27.3; Debian's has not.
class ResolvedServersTest {
  private static final NginxVersion VERSION = new NginxVersion(1, 28, 0);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static GatewayStart start(String upstream, int front, int back, String http) {
    String text =
        """
        events {}
        http {
          %s
          upstream u { %s }
          server { listen 127.0.0.1:%d; location / { proxy_pass http://u; add_header X-Upstream $upstream_addr always; } }
          server { listen 127.0.0.1:%d; listen 127.0.0.2:%d; listen 127.0.0.3:%d; return 204; }
        }
        """
            .formatted(http, upstream, front, back, back, back);
    Configuration configuration =
        Configuration.ofDump("nginx.conf", text.getBytes(StandardCharsets.ISO_8859_1));
    return Gateway.start(configuration, GatewaySettings.of(VERSION));
  }

  private static String ask(int front) throws IOException {
    HeadClient client = HeadClient.ask(new byte[] {127, 0, 0, 1}, front, "/");
    return client.field("X-Upstream");
  }

  private static boolean comesTo(int front, String address) throws IOException {
    Instant end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end)) {
      if (ask(front).equals(address)) {
        return true;
      }
      LockSupport.parkNanos(20_000_000);
    }
    return false;
  }

  @Test
  void addressesAreRenewedWhenTheirTimeIsOver() throws IOException {
    int names = Ports.free();
    int front = Ports.free();
    int back = Ports.free();
    try (NameServer _ = NameServer.start(names)) {
      GatewayStart start =
          start(
              "zone u 64k; server passing.test:" + back + " resolve;",
              front,
              back,
              "resolver 127.0.0.1:" + names + " ipv6=off;");
      if (!(start instanceof GatewayStart.Started(Gateway gateway))) {
        throw new AssertionError(start);
      }
      try (gateway) {
        assertThat(comesTo(front, "127.0.0.1:" + back)).isTrue();
        assertThat(comesTo(front, "127.0.0.2:" + back)).isTrue();
        assertThat(comesTo(front, "127.0.0.3:" + back)).isTrue();
      }
    }
  }

  @Test
  void withoutAZoneOrAResolverItDoesNotStart() {
    assertThat(start("server one.test resolve;", Ports.free(), Ports.free(), "resolver 127.0.0.1;"))
        .isEqualTo(
            new GatewayStart.Refused(
                List.of(
                    "resolving names at run time requires upstream \"u\" in nginx.conf:4 to be in"
                        + " shared memory")));
    assertThat(start("zone u 64k; server one.test resolve;", Ports.free(), Ports.free(), ""))
        .isEqualTo(
            new GatewayStart.Refused(
                List.of(
                    "no resolver defined to resolve names at run time in upstream \"u\" in"
                        + " nginx.conf:4")));
  }
}
