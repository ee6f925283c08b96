package dev.wsdoctor.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A head means the same however its bytes are cut: read in large pieces it is read a field at a
/// time, byte by byte it is not.
class HeadReadersTest {
  private static final int SEEDS = 3000;
  private static final List<String> PIECES =
      List.of(
          "Host: a\r\n",
          "X-Long: 0123456789abcdef0123456789abcdef\r\n",
          "Cookie:a; b \r\n",
          "Empty:\r\n",
          "alone\r\n",
          "two\n",
          ": nothing\r\n",
          "in name: x\r\n",
          "d\u007fl: x\r\n",
          "\u00e9: \u00ff\u0080\r\n",
          "null: \u0000\r\n",
          "n\u0000: x\r\n",
          "return: \rx\r\n",
          "many: \r\r\n",
          "a",
          ":",
          " ",
          "\r",
          "\n",
          "\r\n");

  /// What came of a head, and how many bytes it took.
  private record Read(Object progress, int taken, List<Object> told) {}

  @Test
  void requestsMeanTheSameHoweverTheyAreCut() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      byte[] head = head("GET /a?b HTTP/1.1\r\n", random);
      HeadBuffers buffers = new HeadBuffers(20 + random.nextInt(60), 2, 60);
      assertThat(request(head, buffers, head.length))
          .as("seed %d", seed)
          .isEqualTo(request(head, buffers, 1))
          .isEqualTo(request(head, buffers, 1 + random.nextInt(40)));
    }
  }

  @Test
  void answersMeanTheSameHoweverTheyAreCut() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      byte[] head = head("HTTP/1.1 101 Switching Protocols\r\n", random);
      int limit = 40 + random.nextInt(160);
      assertThat(answer(head, limit, head.length))
          .as("seed %d", seed)
          .isEqualTo(answer(head, limit, 1))
          .isEqualTo(answer(head, limit, 1 + random.nextInt(40)));
    }
  }

  private static byte[] head(String line, Random random) {
    StringBuilder out = new StringBuilder(line);
    for (int i = random.nextInt(8); i >= 0; i--) {
      // the first three are sound, so that some heads get far
      out.append(PIECES.get(random.nextInt(random.nextBoolean() ? 3 : PIECES.size())));
    }
    return out.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Read request(byte[] head, HeadBuffers buffers, int atOnce) {
    RequestReader reader = new RequestReader(buffers);
    List<Object> progress = new ArrayList<>();
    int taken = 0;
    for (byte[] piece : pieces(head, atOnce)) {
      RequestReader.Progress now = reader.feed(piece);
      taken += reader.taken();
      if (!(now instanceof RequestReader.Progress.More)) {
        progress.add(now);
        break;
      }
    }
    return new Read(progress, taken, List.of(reader.length(), reader.line(), reader.request()));
  }

  /// `max_headers` (`ngx_http_process_request_headers`)
  @Test
  void aHeadHasNoMoreFieldsThanItMay() {
    byte[] two = "GET / HTTP/1.1\r\nA: 1\r\nB: 2\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
    HeadBuffers buffers = HeadBuffers.DEFAULT;
    assertThat(new RequestReader(buffers, buffers.lines(2)).feed(two))
        .isInstanceOf(RequestReader.Progress.Complete.class);
    assertThat(new RequestReader(buffers, buffers.lines(1)).feed(two))
        .isInstanceOfSatisfying(
            RequestReader.Progress.Refused.class,
            refused -> {
              assertThat(refused.status()).isEqualTo(494);
              assertThat(refused.said()).isEqualTo("client sent too many header lines");
            });
    assertThat(new HeadBuffers(1024, 4, 8192, 3).lines(1)).isEqualTo(3);
  }

  private static Read answer(byte[] head, int limit, int atOnce) {
    ResponseReader reader = new ResponseReader(limit);
    List<Object> progress = new ArrayList<>();
    int taken = 0;
    for (byte[] piece : pieces(head, atOnce)) {
      ResponseReader.Progress now = reader.feed(piece);
      taken += reader.taken();
      if (!(now instanceof ResponseReader.Progress.More)) {
        progress.add(now);
        break;
      }
    }
    return new Read(progress, taken, List.of());
  }

  private static List<byte[]> pieces(byte[] bytes, int length) {
    List<byte[]> pieces = new ArrayList<>();
    for (int i = 0; i < bytes.length; i += length) {
      pieces.add(Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + length)));
    }
    return pieces;
  }
}
