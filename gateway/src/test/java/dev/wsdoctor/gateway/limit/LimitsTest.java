package dev.wsdoctor.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.gateway.log.Message;
import dev.wsdoctor.log.Level;
import dev.wsdoctor.nginx.Nginx;
import dev.wsdoctor.nginx.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Limits where the clock matters; conformance compares the rest with a real nginx.
class LimitsTest {
  private static Scope server(String zones, String limits) {
    String text = "http { " + zones + " server { " + limits + " } }";
    Configuration configuration =
        Configuration.ofDump("nginx.conf", text.getBytes(StandardCharsets.ISO_8859_1));
    return Nginx.of(configuration, NginxVersion.NEWEST_STABLE).servers().getFirst().scope();
  }

  /// A server with limits of requests, and its clock.
  private static final class Clocked {
    private final Scope scope;
    private final RequestLimits limits;

    Clocked(String zones, String directives) {
      scope = server(zones, directives);
      limits = RequestLimits.of(scope.outer().orElseThrow());
    }

    RequestLimits.Verdict ask(long millis, String key) {
      return limits.ask(scope, _ -> key, millis);
    }
  }

  private static Clocked rate(String rate, String options) {
    return new Clocked(
        "limit_req_zone $x zone=z:1m rate=" + rate + ";", "limit_req zone=z " + options + ";");
  }

  @Test
  void requestsBeyondTheBurstAreRefusedUntilTimePasses() {
    Clocked clocked = rate("2r/s", "burst=1 nodelay");
    assertThat(clocked.ask(0, "k").answer()).isEmpty();
    assertThat(clocked.ask(0, "k").answer()).isEmpty();
    RequestLimits.Verdict refused = clocked.ask(499, "k");
    assertThat(refused.answer()).contains(503);
    assertThat(refused.status()).contains(LimitStatus.REJECTED);
    assertThat(refused.messages())
        .containsExactly(
            new Message(Level.ERROR, "limiting requests, excess: 1.002 by zone \"z\""));
    assertThat(clocked.ask(500, "k").answer()).isEmpty();
    assertThat(clocked.ask(500, "other").answer()).isEmpty();
  }

  @Test
  void theBurstIsDelayed() {
    Clocked clocked = rate("10r/s", "burst=3 delay=1");
    assertThat(clocked.ask(0, "k").delay()).isZero();
    assertThat(clocked.ask(0, "k").delay()).isZero();
    RequestLimits.Verdict delayed = clocked.ask(20, "k");
    assertThat(delayed.delay()).isEqualTo(Duration.ofMillis(80));
    assertThat(delayed.status()).contains(LimitStatus.DELAYED);
    assertThat(delayed.messages())
        .containsExactly(new Message(Level.WARN, "delaying request, excess: 1.800, by zone \"z\""));
  }

  @Test
  void withoutAKeyThereIsNoLimit() {
    Clocked clocked = rate("1r/s", "");
    assertThat(clocked.ask(0, "").status()).isEmpty();
    assertThat(clocked.ask(0, "x".repeat(65_536)).messages()).hasSize(1);
  }

  @Test
  void aRefusalGivesBackWhatOtherZonesCounted() {
    Clocked clocked =
        new Clocked(
            "limit_req_zone $x zone=a:1m rate=1r/s; limit_req_zone $x zone=b:1m rate=1r/s;",
            "limit_req zone=a burst=9 nodelay; limit_req zone=b;");
    assertThat(clocked.ask(0, "k").answer()).isEmpty();
    assertThat(clocked.ask(0, "k").answer()).isPresent();
    assertThat(clocked.ask(1000, "k").status()).contains(LimitStatus.PASSED);
  }

  @Test
  void statesOfAFullZoneGoWhenTheyAreIdle() {
    RequestZone zone =
        RequestZone.of(
            server("limit_req_zone $x zone=z:32k rate=1r/s;", "")
                .outer()
                .orElseThrow()
                .own("limit_req_zone")
                .getFirst());
    for (int i = 0; i < 1000; i++) {
      zone.lookup("key" + i, 0, true, 0);
    }
    int full = zone.size();
    assertThat(full).isBetween(150, 200);
    zone.lookup("one more", 0, true, 60_000);
    assertThat(zone.size()).isEqualTo(full - 1);
  }

  @Test
  void aLeaseEndsOnce() {
    Scope scope = server("limit_conn_zone $x zone=z:1m;", "limit_conn z 1; limit_conn_status 429;");
    ConnectionLimits limits = ConnectionLimits.of(scope.outer().orElseThrow());
    UnaryOperator<String> key = _ -> "k";
    ConnectionLimits.Verdict first = limits.ask(scope, key);
    assertThat(first.status()).contains(LimitStatus.PASSED);
    assertThat(limits.ask(scope, key).answer()).contains(429);
    first.lease().end();
    first.lease().end();
    assertThat(limits.ask(scope, key).answer()).isEmpty();
    assertThat(limits.ask(scope, key).answer()).contains(429);
  }

  @Test
  void aKeyOfConnectionsMayHave255Bytes() {
    Scope scope = server("limit_conn_zone $x zone=z:1m;", "limit_conn z 1;");
    ConnectionLimits limits = ConnectionLimits.of(scope.outer().orElseThrow());
    ConnectionLimits.Verdict verdict = limits.ask(scope, _ -> "x".repeat(256));
    assertThat(verdict.status()).isEqualTo(Optional.empty());
    assertThat(verdict.messages().getFirst().text())
        .startsWith("the value of the \"$x\" key is more than 255 bytes: \"xxx");
  }
}
