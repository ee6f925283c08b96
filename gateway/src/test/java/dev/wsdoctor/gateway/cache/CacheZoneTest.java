package dev.wsdoctor.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Response;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CacheZoneTest {
  private static final long NOW = 1000;

  private final CacheZone zone =
      new CacheZone(new CacheBounds(3 * 128, 3000, Duration.ofSeconds(60)));

  private static StoredAnswer answer(long until, int length) {
    Response response = new Response("HTTP/1.1", 200, "OK", Fields.NONE);
    return new StoredAnswer(
        response, ByteBuffer.allocate(length), until, 0, 0, Optional.empty(), "");
  }

  private static StoredAnswer variant(String variant) {
    Response response = new Response("HTTP/1.1", 200, "OK", Fields.NONE);
    return new StoredAnswer(response, ByteBuffer.allocate(1), NOW, 0, 0, Optional.of("X"), variant);
  }

  private CacheZone.Found open(String key, long now) {
    return zone.open(key, vary -> key + vary, 1, now);
  }

  private boolean has(String key) {
    return open(key, NOW) instanceof CacheZone.Found.Answer;
  }

  @Test
  void anAnswerIsGoodToTheEndOfItsTime() {
    zone.keep("a", answer(NOW, 1), NOW);
    assertThat(open("a", NOW))
        .isInstanceOfSatisfying(
            CacheZone.Found.Answer.class, a -> assertThat(a.isFresh()).isTrue());
    assertThat(open("a", NOW + 1))
        .isInstanceOfSatisfying(
            CacheZone.Found.Answer.class, a -> assertThat(a.isFresh()).isFalse());
  }

  @Test
  void oneRenewsWhatIsOld() {
    zone.keep("a", answer(NOW, 1), NOW);
    assertThat(open("a", NOW + 1)).extracting("isRenewing").isEqualTo(false);
    assertThat(open("a", NOW + 1)).extracting("isRenewing").isEqualTo(true);
    zone.unlock("a");
    assertThat(open("a", NOW + 1)).extracting("isRenewing").isEqualTo(false);
  }

  @Test
  void whatNobodyAsksForIsForgotten() {
    zone.keep("a", answer(NOW + 1000, 1), NOW);
    assertThat(open("a", NOW + 60)).isInstanceOf(CacheZone.Found.Answer.class);
    assertThat(open("a", NOW + 121)).isInstanceOf(CacheZone.Found.Nothing.class);
  }

  @Test
  void thereAreNoMoreKeysThanTheZoneHolds() {
    for (String key : List.of("a", "b", "c")) {
      zone.keep(key, answer(NOW, 1), NOW);
    }
    assertThat(has("a")).isTrue();
    zone.keep("d", answer(NOW, 1), NOW);
    assertThat(has("a")).isTrue();
    assertThat(has("b")).isFalse();
  }

  @Test
  void thereAreNoMoreBytesThanTheZoneHolds() {
    zone.keep("a", answer(NOW, 1000), NOW);
    zone.keep("b", answer(NOW, 1000), NOW);
    zone.keep("c", answer(NOW, 2000), NOW);
    assertThat(has("c")).isTrue();
    assertThat(has("a")).isFalse();
    zone.keep("d", answer(NOW, 4000), NOW);
    assertThat(has("d")).isFalse();
  }

  @Test
  void rareQuestionsAreNotKept() {
    assertThat(zone.open("a", v -> v, 2, NOW)).isInstanceOf(CacheZone.Found.TooRare.class);
    assertThat(zone.open("a", v -> v, 2, NOW)).isInstanceOf(CacheZone.Found.Nothing.class);
  }

  @Test
  void aFailureIsKeptForItsTime() {
    zone.keepFailure("a", 502, NOW, NOW);
    assertThat(open("a", NOW)).isEqualTo(new CacheZone.Found.Failure("a", 502));
    assertThat(open("a", NOW + 1)).isInstanceOf(CacheZone.Found.Nothing.class);
  }

  @Test
  void variantsHaveKeysOfTheirOwn() {
    zone.keep("a", variant("other"), NOW);
    assertThat(open("a", NOW)).isEqualTo(new CacheZone.Found.Nothing("aX"));
    zone.keep("aX", variant("aX"), NOW);
    assertThat(open("a", NOW)).isInstanceOf(CacheZone.Found.Answer.class);
  }

  @Test
  void theLockIsForOne() {
    CacheSettings.Lock lock = new CacheSettings.Lock(Duration.ofSeconds(5), Duration.ofSeconds(1));
    List<String> woken = new ArrayList<>();
    assertThat(zone.lock("a", lock, 0)).isTrue();
    assertThat(zone.lock("a", lock, 999)).isFalse();
    zone.await("a", () -> woken.add("b"));
    assertThat(zone.lock("a", lock, 1000)).isTrue();
    zone.unlock("a");
    assertThat(woken).containsExactly("b");
    assertThat(zone.lock("a", lock, 1001)).isTrue();
  }
}
