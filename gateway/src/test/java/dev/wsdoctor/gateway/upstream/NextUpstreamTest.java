package dev.wsdoctor.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.gateway.upstream.NextUpstream.Try;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NextUpstreamTest {
  private static final Try FIRST = tried("GET", 2);

  private static Try tried(String method, int tries) {
    return new Try(method, tries, true, false, false, Duration.ofMillis(900));
  }

  private static NextUpstream rule(String settings) {
    return NextUpstream.of(Written.server(settings));
  }

  @Test
  void errorsAndTimeoutsGoOnUnlessToldOtherwise() {
    assertThat(rule("").goesOn(Failure.ERROR, FIRST)).isTrue();
    assertThat(rule("").goesOn(Failure.TIMEOUT, FIRST)).isTrue();
    assertThat(rule("").goesOn(Failure.INVALID_HEADER, FIRST)).isFalse();
    assertThat(rule("").goesOn(Failure.HTTP_502, FIRST)).isFalse();
    assertThat(rule("proxy_next_upstream off;").goesOn(Failure.ERROR, FIRST)).isFalse();
    assertThat(rule("proxy_next_upstream http_502;").goesOn(Failure.HTTP_502, FIRST)).isTrue();
    assertThat(rule("proxy_next_upstream http_502;").goesOn(Failure.ERROR, FIRST)).isFalse();
  }

  @Test
  void theLastTryDoesNotGoOn() {
    assertThat(rule("").goesOn(Failure.ERROR, tried("GET", 1))).isFalse();
  }

  @Test
  void aKeptConnectionThatFailsCostsNoTry() {
    Try kept = new Try("GET", 1, true, false, true, Duration.ZERO);
    assertThat(rule("").goesOn(Failure.ERROR, kept)).isTrue();
    assertThat(rule("").goesOn(Failure.TIMEOUT, kept)).isFalse();
  }

  @Test
  void whatIsNotIdempotentGoesOnOnlyBeforeItIsSent() {
    assertThat(rule("").goesOn(Failure.ERROR, tried("POST", 2))).isFalse();
    assertThat(rule("").goesOn(Failure.ERROR, tried("DELETE", 2))).isTrue();
    Try unsent = new Try("POST", 2, false, false, false, Duration.ZERO);
    assertThat(rule("").goesOn(Failure.ERROR, unsent)).isTrue();
    assertThat(
            rule("proxy_next_upstream error non_idempotent;")
                .goesOn(Failure.ERROR, tried("POST", 2)))
        .isTrue();
  }

  @Test
  void aBodyThatIsGoneCannotBeSentAgain() {
    Try unbuffered = new Try("PUT", 2, true, true, false, Duration.ZERO);
    assertThat(rule("").goesOn(Failure.ERROR, unbuffered)).isFalse();
  }

  @Test
  void theTimeoutOfAllTriesEndsThem() {
    assertThat(rule("proxy_next_upstream_timeout 1s;").goesOn(Failure.ERROR, FIRST)).isTrue();
    assertThat(rule("proxy_next_upstream_timeout 900ms;").goesOn(Failure.ERROR, FIRST)).isFalse();
    assertThat(rule("proxy_next_upstream_timeout 0;").goesOn(Failure.ERROR, FIRST)).isTrue();
  }

  @Test
  void failuresHaveTheStatusForTheClient() {
    assertThat(Failure.ofStatus(503)).contains(Failure.HTTP_503);
    assertThat(Failure.ofStatus(501)).isEmpty();
    assertThat(Failure.HTTP_503.status()).isEqualTo(503);
    assertThat(Failure.TIMEOUT.status()).isEqualTo(504);
    assertThat(Failure.HTTP_404.release()).isEqualTo(PeerChoice.Release.SUCCEEDED);
    assertThat(Failure.HTTP_429.release()).isEqualTo(PeerChoice.Release.FAILED);
  }

  @Test
  void limitsAreRead() {
    assertThat(rule("proxy_next_upstream_tries 2;").tries()).isEqualTo(2);
    assertThat(rule("").tries()).isZero();
  }
}
