package dev.wsdoctor.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.websocket.FrameHeader.LengthForm;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameCodecTest {
  private static final int KEPT = 70_000;

  /// The samples of RFC 6455, 5.7.
  @Test
  void theSamplesOfTheRfcAreWrittenAsTheyStandThere() {
    check(Frame.text("Hello"), "810548656c6c6f");
    check(Frame.text("Hello").masked(0x37fa213d), "818537fa213d7f9f4d5158");
    check(Frame.text("Hel").unfinished(), "010348656c");
    check(Frame.of(Opcode.CONTINUATION, "lo"), "80026c6f");
    check(Frame.ping("Hello"), "890548656c6c6f");
    check(Frame.pong("Hello").masked(0x37fa213d), "8a8537fa213d7f9f4d5158");
    check(Frame.binary("\0".repeat(256)), "827e0100" + "00".repeat(256));
    check(Frame.binary("\0".repeat(65_536)), "827f0000000000010000" + "00".repeat(65_536));
  }

  @Test
  void illegalFramesAreWrittenOnRequest() {
    check(Frame.text("a").reserved(7), "f10161");
    check(Frame.of(Opcode.RESERVED_B, "").unfinished(), "0b00");
    check(Frame.text("a").claiming(LengthForm.BITS_16, 1), "817e000161");
    check(Frame.close(1005, ""), "880203ed");
    assertThat(hex(Frame.text("a").claiming(LengthForm.BITS_64, -1)))
        .isEqualTo("817fffffffffffffffff61");
  }

  private static void check(Frame frame, String hex) {
    assertThat(hex(frame)).isEqualTo(hex);
    assertThat(new FrameDecoder(KEPT).feed(HexFormat.of().parseHex(hex))).containsExactly(frame);
  }

  private static String hex(Frame frame) {
    return HexFormat.of().formatHex(FrameEncoder.encode(frame));
  }

  @Test
  void randomFramesComeBackWhateverTheChunks() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      List<Frame> sent = new ArrayList<>();
      FrameDecoder decoder = new FrameDecoder(KEPT);
      List<Frame> frames = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Frame frame = randomFrame(random);
        sent.add(frame);
        feedInChunks(decoder, FrameEncoder.encode(frame), random, frames);
      }
      assertThat(frames).as("seed " + seed).isEqualTo(sent);
      assertThat(decoder.isBetweenFrames()).as("seed " + seed).isTrue();
    }
  }

  private static Frame randomFrame(Random random) {
    int[] lengths = {0, 1, 125, 126, 127, 300, 65_535, 65_536};
    StringBuilder payload = new StringBuilder();
    random
        .ints(lengths[random.nextInt(lengths.length)], 0, 256)
        .forEach(c -> payload.append((char) c));
    Frame frame = Frame.of(Opcode.of(random.nextInt(16)), payload.toString());
    frame = frame.reserved(random.nextInt(8));
    frame = random.nextBoolean() ? frame.masked(random.nextInt()) : frame;
    frame = random.nextBoolean() ? frame.unfinished() : frame;
    return random.nextInt(4) == 0 ? frame.claiming(LengthForm.BITS_64, payload.length()) : frame;
  }

  private static void feedInChunks(
      FrameDecoder decoder, byte[] bytes, Random random, List<Frame> frames) {
    int at = 0;
    while (at < bytes.length) {
      int count = Math.min(bytes.length - at, 1 + random.nextInt(20_000));
      frames.addAll(decoder.feed(bytes, at, count));
      at += count;
    }
  }

  @Test
  void onlyTheBeginningOfALargePayloadIsKept() {
    Frame frame = Frame.binary("0123456789").masked(0x01020304);
    Frame read = new FrameDecoder(4).feed(FrameEncoder.encode(frame)).getFirst();
    assertThat(read.payload()).isEqualTo("0123");
    assertThat(read.isCut()).isTrue();
    assertThat(read.header().length()).isEqualTo(10);
  }

  @Test
  void aStreamMayEndOnlyBetweenFrames() {
    FrameDecoder decoder = new FrameDecoder(KEPT);
    assertThat(decoder.isBetweenFrames()).isTrue();
    for (byte b : HexFormat.of().parseHex("810548656c6c")) {
      decoder.feed(new byte[] {b});
      assertThat(decoder.isBetweenFrames()).isFalse();
    }
    decoder.feed(new byte[] {'o'});
    assertThat(decoder.isBetweenFrames()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "1000, '', '1000 (normal closure)'",
    "1008, 'not today', '1008 (policy violation): not today'",
    "4321, '', '4321'",
  })
  void aCloseFrameIsDescribed(int code, String reason, String expected) {
    assertThat(CloseFrame.of(Frame.close(code, reason)).describe()).isEqualTo(expected);
  }
}
