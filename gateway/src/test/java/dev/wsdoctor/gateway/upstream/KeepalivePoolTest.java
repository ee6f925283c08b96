package dev.wsdoctor.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.gateway.upstream.KeepalivePool.Idle;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class KeepalivePoolTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_000);
  private static final NginxVersion OLD = new NginxVersion(1, 29, 6);
  private static final NginxVersion NEW = new NginxVersion(1, 29, 7);

  private final KeepalivePool<String> pool =
      new KeepalivePool<>(
          new KeepaliveSettings(2, 3, Duration.ofSeconds(60), Duration.ofSeconds(10), false));

  private static Idle<String> idle(String connection, String address, int requests) {
    return new Idle<>(connection, address, "location", requests, NOW.minusSeconds(30));
  }

  @Test
  void theLatestConnectionToTheAddressIsTaken() {
    pool.keep(idle("first", "a", 1), NOW);
    pool.keep(idle("second", "a", 1), NOW);
    assertThat(pool.take("b", "location")).isEmpty();
    assertThat(pool.take("a", "elsewhere")).isEmpty();
    assertThat(pool.take("a", "location").orElseThrow().connection()).isEqualTo("second");
    assertThat(pool.size()).isEqualTo(1);
  }

  @Test
  void theOneIdleLongestMakesRoom() {
    assertThat(pool.keep(idle("first", "a", 1), NOW)).isEmpty();
    assertThat(pool.keep(idle("second", "b", 1), NOW)).isEmpty();
    assertThat(pool.keep(idle("third", "c", 1), NOW)).containsExactly("first");
  }

  @Test
  void connectionsOfAgeAreNotKept() {
    assertThat(pool.keep(idle("first", "a", 3), NOW)).containsExactly("first");
    assertThat(pool.keep(idle("second", "a", 2), NOW.plusSeconds(31))).containsExactly("second");
    assertThat(pool.keep(idle("third", "a", 2), NOW.plusSeconds(30))).isEmpty();
  }

  @Test
  void idleConnectionsExpire() {
    pool.keep(idle("first", "a", 1), NOW);
    pool.keep(idle("second", "a", 1), NOW.plusSeconds(1));
    assertThat(pool.nextExpiry()).contains(NOW.plusSeconds(10));
    assertThat(pool.expire(NOW.plusSeconds(10))).containsExactly("first");
    pool.forget("second");
    assertThat(pool.nextExpiry()).isEmpty();
  }

  @Test
  void connectionsAreKeptByDefaultSince1297() {
    assertThat(KeepaliveSettings.of(Written.upstream("server a;"), OLD)).isEmpty();
    KeepaliveSettings usual =
        KeepaliveSettings.of(Written.upstream("server a;"), NEW).orElseThrow();
    assertThat(usual)
        .isEqualTo(
            new KeepaliveSettings(32, 1000, Duration.ofHours(1), Duration.ofSeconds(60), true));
    assertThat(KeepaliveSettings.of(Written.upstream("server a; keepalive 0;"), NEW)).isEmpty();
  }

  @Test
  void settingsAreRead() {
    String block =
        "server a; keepalive 5; keepalive_requests 7; keepalive_time 2m; keepalive_timeout 90ms;";
    assertThat(KeepaliveSettings.of(Written.upstream(block), OLD))
        .contains(new KeepaliveSettings(5, 7, Duration.ofMinutes(2), Duration.ofMillis(90), false));
  }
}
