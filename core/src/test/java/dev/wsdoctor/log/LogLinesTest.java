package dev.wsdoctor.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogLinesTest {
  @Test
  void linesAreTheSameHoweverTheBytesCome() {
    byte[] bytes =
        "one\ntwo\r\n\nthree \u00ff\n\0\0four\n\0\nend".getBytes(StandardCharsets.ISO_8859_1);
    List<String> expected = List.of("one", "two", "", "three \u00ff", "four", "", "end");
    for (int size = 1; size <= bytes.length; size++) {
      assertThat(lines(bytes, size).lines()).as("chunks of " + size).isEqualTo(expected);
    }
  }

  @Test
  void ofAnEndlessLineTheBeginningIsKeptAndTheRestIsStillRead() {
    byte[] bytes = new byte[10 * 1024 * 1024 + 5];
    Arrays.fill(bytes, (byte) 'x');
    bytes[2] = '\n';
    bytes[bytes.length - 3] = '\n';
    for (int size : new int[] {1000, 1 << 20, bytes.length}) {
      Read read = lines(bytes, size);
      assertThat(read.lines()).as("chunks of " + size).hasSize(3);
      assertThat(read.lines().get(0)).isEqualTo("xx");
      assertThat(read.lines().get(1)).hasSize(LogLines.LONGEST_LINE);
      assertThat(read.lines().get(2)).isEqualTo("xx");
      assertThat(read.cut()).isEqualTo(1);
    }
  }

  @Test
  void junkIsCutIntoLinesAndNothingIsLost() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(5_000)];
      random.nextBytes(bytes);
      int size = 1 + random.nextInt(700);
      assertThat(lines(bytes, size).lines())
          .as("seed " + seed)
          .isEqualTo(lines(bytes, Math.max(1, bytes.length)).lines());
    }
  }

  private record Read(List<String> lines, long cut) {}

  private static Read lines(byte[] bytes, int chunk) {
    List<String> lines = new ArrayList<>();
    LogLines cutter = new LogLines(lines::add);
    for (int at = 0; at < bytes.length; at += chunk) {
      byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + chunk));
      cutter.feed(piece, piece.length);
    }
    cutter.end();
    return new Read(lines, cutter.cutLines());
  }
}
