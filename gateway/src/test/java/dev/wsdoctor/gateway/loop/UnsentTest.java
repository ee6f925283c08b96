package dev.wsdoctor.gateway.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class UnsentTest {
  private final Unsent unsent = new Unsent();
  private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

  private static MemorySegment bytes(String text) {
    return MemorySegment.ofArray(text.getBytes(StandardCharsets.US_ASCII));
  }

  /// Takes at most so many bytes at a time.
  private Unsent.Sink taking(int most) {
    return (from, count) -> {
      byte[] some = from.asSlice(0, Math.min(most, count)).toArray(ValueLayout.JAVA_BYTE);
      taken.writeBytes(some);
      return some.length;
    };
  }

  @Test
  void whatWaitsGoesInItsOrderHoweverLittleIsTaken() {
    MemorySegment shared = bytes("first ");
    unsent.keep(shared);
    shared.fill((byte) '-'); // others use the buffer
    unsent.keep(bytes("second"));
    assertThat(unsent.flush(taking(4))).isTrue();
    assertThat(taken).hasToString("first second");
    assertThat(unsent.isEmpty()).isTrue();
  }

  @Test
  void whoTakesNoMoreOrFailsLeavesTheRest() {
    unsent.keep(bytes("rest"));
    assertThat(unsent.flush((_, _) -> 0)).isTrue();
    assertThat(unsent.flush((_, _) -> -1)).isFalse();
    assertThat(unsent.isEmpty()).isFalse();
    assertThat(unsent.flush(taking(100))).isTrue();
    assertThat(taken).hasToString("rest");
  }
}
