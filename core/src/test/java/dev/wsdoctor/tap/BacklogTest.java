package dev.wsdoctor.tap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.capture.Capture;
import dev.wsdoctor.capture.Conversation;
import dev.wsdoctor.capture.Limits;
import dev.wsdoctor.capture.Peer;
import dev.wsdoctor.capture.Sighting;
import dev.wsdoctor.websocket.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What becomes of bytes when nobody records them in time.
class BacklogTest {
  private static final Instant NOW = Instant.EPOCH;

  @Test
  void bytesBeyondTheLimitAreCountedAndNotKept() {
    Backlog backlog = new Backlog(10_000);
    for (int i = 0; i < 100; i++) {
      backlog.put(bytes(1_000));
    }
    backlog.put(new Overheard.Finished(1, NOW, Role.CLIENT));
    List<Overheard> taken = all(backlog);
    assertThat(taken).hasSize(101);
    assertThat(taken.stream().filter(Overheard.Bytes.class::isInstance)).hasSize(10);
    assertThat(taken.stream().filter(Overheard.Unrecorded.class::isInstance)).hasSize(90);
    assertThat(taken.getLast()).isInstanceOf(Overheard.Finished.class);
    backlog.put(bytes(1_000));
    assertThat(all(backlog)).singleElement().isInstanceOf(Overheard.Bytes.class);
  }

  @Test
  void theOldestConversationsAreForgottenFirstAndThatIsSaid() {
    Limits two = new Limits(1_000, 1_000, 1_000, 10, 2, 10, 1_000, 100_000);
    TapRecorder recorder = new TapRecorder(two, NOW, (_, _) -> {});
    for (int number = 1; number <= 5; number++) {
      recorder.take(new Overheard.Opened(number, NOW, new Peer("unix:", 1), new Peer("::1", 2)));
      assertThat(recorder.take(new Overheard.Closed(number, NOW))).isPresent();
    }
    Capture capture = recorder.capture(NOW, List.of());
    assertThat(capture.conversations()).extracting(Conversation::number).containsExactly(4, 5);
    assertThat(capture.remarks())
        .containsExactly("of the connections that have ended, 3 are not kept; the last 2 are");
  }

  @Test
  void unrecordedBytesAreAHoleInTheConversation() {
    TapRecorder recorder = new TapRecorder(Limits.DEFAULT, NOW, (_, _) -> {});
    recorder.take(new Overheard.Opened(1, NOW, new Peer("unix:", 1), new Peer("::1", 2)));
    recorder.take(new Overheard.Unrecorded(1, NOW, Role.SERVER, 77));
    Optional<Conversation> ended = recorder.take(new Overheard.Closed(1, NOW));
    assertThat(ended.orElseThrow().moments())
        .extracting(moment -> moment.sighting())
        .startsWith(new Sighting.Missing(77));
    assertThat(recorder.take(new Overheard.Closed(1, NOW))).isEmpty();
  }

  private static Overheard bytes(int count) {
    return new Overheard.Bytes(1, NOW, Role.SERVER, new Overheard.Chunk(new byte[count]));
  }

  private static List<Overheard> all(Backlog backlog) {
    List<Overheard> taken = new ArrayList<>();
    Optional<Overheard> next = backlog.take();
    while (next.isPresent()) {
      taken.add(next.get());
      next = backlog.take();
    }
    return taken;
  }
}
