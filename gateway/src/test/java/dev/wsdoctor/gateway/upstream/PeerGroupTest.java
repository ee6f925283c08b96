package dev.wsdoctor.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.gateway.upstream.PeerChoice.Release;
import dev.wsdoctor.nginx.Upstream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The choice of peers; conformance compares the same with a real nginx.
class PeerGroupTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_000_000);

  /// The letters of the peers that requests with these keys get, one after the other.
  private static String taken(PeerGroup group, String... keys) {
    StringBuilder letters = new StringBuilder();
    for (String key : keys) {
      PeerChoice choice = choice(group, key);
      letters.append(letter(choice.next(NOW)));
      choice.release(Release.SUCCEEDED, NOW);
    }
    return letters.toString();
  }

  private static String taken(PeerGroup group, int requests) {
    return taken(group, " ".repeat(requests - 1).split("", requests));
  }

  private static PeerChoice choice(PeerGroup group, String key) {
    return group.choice(new byte[] {127, 0, 0, 1}, key, new Random(1));
  }

  private static PeerChoice choice(PeerGroup group) {
    return choice(group, "");
  }

  private static String letter(Optional<Peer> peer) {
    return peer.map(p -> p.address().substring(0, 1)).orElse("-");
  }

  private static void fail(PeerChoice choice, Instant now) {
    choice.next(now);
    choice.release(Release.FAILED, now);
  }

  @Test
  void weightsAreSpreadSmoothly() {
    assertThat(taken(Written.group("server a weight=5; server b; server c;"), 14))
        .isEqualTo("aabacaaaabacaa");
  }

  @Test
  void aServerThatIsDownIsLeftOut() {
    assertThat(taken(Written.group("server a; server b down; server c;"), 4)).isEqualTo("acac");
  }

  @Test
  void backupServersServeOnlyWhenNoOtherCan() {
    PeerGroup group = Written.group("server a; server b backup; server c backup;");
    assertThat(taken(group, 2)).isEqualTo("aa");
    PeerChoice choice = choice(group);
    assertThat(choice.tries()).isEqualTo(3);
    fail(choice, NOW);
    assertThat(letter(choice.next(NOW))).isEqualTo("b");
    choice.release(Release.SUCCEEDED, NOW);
    assertThat(taken(group, 2)).isEqualTo("cb");
  }

  @Test
  void aFailingServerIsLeftOutForItsTimeout() {
    PeerGroup group = Written.group("server a; server b fail_timeout=5s;");
    PeerChoice choice = choice(group);
    assertThat(letter(choice.next(NOW))).isEqualTo("a");
    choice.release(Release.SUCCEEDED, NOW);
    PeerChoice failing = choice(group);
    assertThat(letter(failing.next(NOW))).isEqualTo("b");
    assertThat(failing.release(Release.FAILED, NOW)).isTrue();
    assertThat(taken(group, 3)).isEqualTo("aaa");

    Instant later = NOW.plusSeconds(6);
    List<PeerChoice> checks = Stream.generate(() -> choice(group)).limit(5).toList();
    // the weight of b has to recover before it is chosen, and while that check is under way the
    // next one is due only after another timeout
    assertThat(checks.stream().map(c -> letter(c.next(later))))
        .containsExactly("a", "a", "b", "a", "a");
  }

  @Test
  void aSuccessAfterTheCheckEndsTheFailures() {
    PeerGroup group = Written.group("server a down; server b fail_timeout=5s;");
    fail(choice(group), NOW);
    Instant later = NOW.plusSeconds(6);
    PeerChoice check = choice(group);
    assertThat(letter(check.next(later))).isEqualTo("b");
    check.release(Release.SUCCEEDED, later);
    assertThat(letter(choice(group).next(later))).isEqualTo("b");
  }

  @Test
  void maxFailsCountsFailures() {
    PeerGroup group = Written.group("server a max_fails=2; server b down;");
    PeerChoice first = choice(group);
    first.next(NOW);
    assertThat(first.release(Release.FAILED, NOW)).isFalse();
    PeerChoice second = choice(group);
    second.next(NOW);
    assertThat(second.release(Release.FAILED, NOW)).isTrue();
    assertThat(choice(group).next(NOW)).isEmpty();
  }

  @Test
  void anOnlyServerNeverFails() {
    PeerGroup group = Written.group("server a;");
    PeerChoice choice = choice(group);
    fail(choice, NOW);
    assertThat(choice.tries()).isZero();
    assertThat(taken(group, 2)).isEqualTo("aa");
  }

  @Test
  void aFailureLowersTheWeightUntilItRecovers() {
    PeerGroup group = Written.group("server a weight=4 max_fails=2; server b;");
    assertThat(taken(group, 5)).isEqualTo("aabaa");
    fail(choice(group), NOW);
    assertThat(taken(group, 10)).isEqualTo("baaabaaaab");
  }

  @Test
  void maxConnsKeepsNewRequestsAway() {
    PeerGroup group = Written.group("server a max_conns=1; server b;");
    PeerChoice holding = choice(group);
    assertThat(letter(holding.next(NOW))).isEqualTo("a");
    assertThat(taken(group, 3)).isEqualTo("bbb");
    holding.release(Release.SUCCEEDED, NOW);
    assertThat(taken(group, 2)).contains("a");
    assertThat(Written.group("server a max_conns=1;")).satisfies(PeerGroupTest::isFullAfterOne);
  }

  private static void isFullAfterOne(PeerGroup group) {
    assertThat(choice(group).next(NOW)).isPresent();
    assertThat(choice(group).next(NOW)).isEmpty();
  }

  @Test
  void leastConnTakesTheServerWithFewestConnections() {
    PeerGroup group = Written.group("least_conn; server a; server b; server c weight=2;");
    StringBuilder held = new StringBuilder();
    List<PeerChoice> open = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      open.add(choice(group));
      held.append(letter(open.getLast().next(NOW)));
    }
    assertThat(held).hasToString("cabcbacc");
    open.get(1).release(Release.SUCCEEDED, NOW);
    assertThat(letter(choice(group).next(NOW))).isEqualTo("a");
  }

  @Test
  void ipHashKeepsTheClient() {
    PeerGroup group = Written.group("ip_hash; server a; server b; server c;");
    assertThat(taken(group, 5)).isIn("aaaaa", "bbbbb", "ccccc");
    PeerChoice sameNetwork = group.choice(new byte[] {127, 0, 0, 99}, "", new Random(1));
    assertThat(letter(sameNetwork.next(NOW))).isEqualTo(taken(group, 1));
    PeerChoice unix = group.choice(new byte[0], "", new Random(1));
    PeerChoice zero = group.choice(new byte[4], "", new Random(1));
    assertThat(letter(unix.next(NOW))).isEqualTo(letter(zero.next(NOW)));
  }

  @Test
  void hashKeepsTheKeyAndAnEmptyOneTakesTurns() {
    for (String consistent : List.of("", " consistent")) {
      PeerGroup group = Written.group("hash $x" + consistent + "; server a; server b; server c;");
      String one = taken(group, "one");
      assertThat(taken(group, "one", "two", "one")).startsWith(one).endsWith(one);
      assertThat(taken(group, "", "", "").chars().sorted().distinct().count()).isEqualTo(3);
    }
  }

  /// Where the third of four servers goes away, only its keys move.
  @Test
  void consistentHashMovesFewKeys() {
    PeerGroup all = Written.group("hash $x consistent; server a; server b; server c; server d;");
    PeerGroup less = Written.group("hash $x consistent; server a; server b; server d;");
    for (int i = 0; i < 200; i++) {
      String before = taken(all, "key" + i);
      if (!before.equals("c")) {
        assertThat(taken(less, "key" + i)).as("key%d", i).isEqualTo(before);
      }
    }
  }

  @Test
  void randomTwoPrefersTheLessBusy() {
    PeerGroup group = Written.group("random two; server a; server b;");
    PeerChoice holding = choice(group);
    String busy = letter(holding.next(NOW));
    for (int seed = 0; seed < 50; seed++) {
      PeerChoice choice = group.choice(new byte[0], "", new Random(seed));
      assertThat(letter(choice.next(NOW))).as("seed %d", seed).isNotEqualTo(busy);
      choice.release(Release.SUCCEEDED, NOW);
    }
  }

  @Test
  void everyMethodTriesEachServerOnce() {
    for (String method : List.of("", "least_conn;", "ip_hash;", "hash $x;", "random two;")) {
      PeerGroup group = Written.group(method + "server a max_fails=0; server b; server c down;");
      PeerChoice choice = choice(group, "key");
      assertThat(choice.tries()).as(method).isEqualTo(2);
      String tried = letter(choice.next(NOW));
      choice.release(Release.FAILED, NOW);
      tried += letter(choice.next(NOW));
      choice.release(Release.FAILED, NOW);
      assertThat(tried + choice.tries()).as(method).isIn("ab0", "ba0");
      assertThat(choice.next(NOW)).as(method).isEmpty();
    }
  }

  @Test
  void aNewResolutionKeepsTheStateOfTheSameAddress() {
    Upstream upstream = Written.upstream("server a resolve max_fails=1; server b;");
    PeerGroup group =
        PeerGroup.of(
            upstream,
            s -> s.address().equals("a") ? List.of("1.1.1.1:80", "2.2.2.2:80") : List.of("b:80"));
    fail(choice(group), NOW);
    group.update(upstream.peers().getFirst(), List.of("3.3.3.3:80", "1.1.1.1:80"));
    assertThat(taken(group, 4)).isEqualTo("b3b3");
    group.update(upstream.peers().getFirst(), List.of());
    assertThat(taken(group, 2)).isEqualTo("bb");
  }

  @Test
  void aResolvedNameHasOneGroupARequest() {
    PeerGroup group = PeerGroup.resolved("h", 80, List.of("1.1.1.1:80", "2.2.2.2:80"));
    assertThat(taken(group, 3)).isEqualTo("121");
    assertThat(group.name()).isEqualTo("h");
  }
}
