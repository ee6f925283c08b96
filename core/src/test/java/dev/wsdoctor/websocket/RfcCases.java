package dev.wsdoctor.websocket;

import dev.wsdoctor.websocket.FrameHeader.LengthForm;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The list of cases: what RFC 6455 and RFC 7692 allow and forbid on an open connection.
final class RfcCases {
  private static final List<Opcode> DEFINED =
      Stream.of(Opcode.values()).filter(opcode -> !opcode.isReserved()).toList();
  private static final String DEFLATE = "permessage-deflate";

  private final List<RfcCase> cases = new ArrayList<>();

  private RfcCases() {}

  static List<RfcCase> all() {
    RfcCases list = new RfcCases();
    list.lengths();
    list.masks();
    list.controlFrames();
    list.reservedBits();
    list.reservedOpcodes();
    list.lengthForms();
    list.fragments();
    list.text();
    list.closing();
    list.limits();
    list.compression();
    return list.cases;
  }

  private void lengths() {
    for (int length : new int[] {0, 1, 2, 124, 125, 126, 127, 128, 255, 65_535, 65_536, 65_537}) {
      both("length/text/" + length, Frame.text("a".repeat(length)));
      both("length/binary/" + length, Frame.binary("\u00fe".repeat(length)));
    }
  }

  private void masks() {
    for (Opcode opcode : DEFINED) {
      Frame frame = opcode == Opcode.CLOSE ? Frame.close(1000, "") : Frame.of(opcode, "Hi");
      add("mask/client-omits/" + opcode, Role.CLIENT, "-", frame);
      add("mask/server-masks/" + opcode, Role.SERVER, "-", frame.masked(0x01020304));
    }
    for (int key : new int[] {0, -1, 0x37fa213d, 0x80000001}) {
      add(
          "mask/key/" + Integer.toHexString(key),
          Role.CLIENT,
          "-",
          Frame.text("Hello").masked(key));
    }
  }

  private void controlFrames() {
    for (int length : new int[] {0, 1, 125, 126, 65_536}) {
      both("control/ping/" + length, Frame.ping("p".repeat(length)));
      both("control/pong/" + length, Frame.pong("p".repeat(length)));
    }
    both("control/ping/binary", Frame.ping("\u0000\u00ff\u00fe"));
    both(
        "control/ping/ten", Stream.generate(() -> Frame.ping("x")).limit(10).toArray(Frame[]::new));
    both("control/ping/fragment", Frame.ping("a").unfinished(), Frame.of(Opcode.CONTINUATION, "b"));
    both("control/pong/fragment", Frame.pong("a").unfinished());
    both("control/close/fragment", Frame.close(1000, "").unfinished());
  }

  private void reservedBits() {
    for (Opcode opcode : DEFINED) {
      for (int rsv = 1; rsv <= 7; rsv++) {
        Frame frame = opcode == Opcode.CLOSE ? Frame.close(1000, "") : Frame.of(opcode, "Hi");
        both("rsv/" + opcode + "/" + rsv, frame.reserved(rsv));
      }
    }
    both("rsv/after-good", Frame.text("good"), Frame.text("bad").reserved(FrameHeader.RSV2));
  }

  private void reservedOpcodes() {
    for (Opcode opcode : Opcode.values()) {
      if (opcode.isReserved()) {
        both("opcode/empty/" + opcode, Frame.of(opcode, ""));
        both("opcode/payload/" + opcode, Frame.of(opcode, "data"));
        both(
            "opcode/inside-message/" + opcode,
            Frame.text("a").unfinished(),
            Frame.of(opcode, ""),
            continuation("b"));
      }
    }
  }

  private void lengthForms() {
    for (Opcode opcode : List.of(Opcode.TEXT, Opcode.BINARY, Opcode.PING)) {
      for (int length : new int[] {0, 5, 125}) {
        for (LengthForm form : List.of(LengthForm.BITS_16, LengthForm.BITS_64)) {
          both(
              "form/%s/%d/%s".formatted(opcode, length, form),
              Frame.of(opcode, "x".repeat(length)).claiming(form, length));
        }
      }
    }
    both(
        "form/BINARY/65535/BITS_64",
        Frame.binary("x".repeat(65_535)).claiming(LengthForm.BITS_64, 65_535));
    for (long length : new long[] {Long.MIN_VALUE, -1, Long.MIN_VALUE + 5}) {
      both(
          "form/highest-bit/" + Long.toHexString(length),
          Frame.binary("abcde").claiming(LengthForm.BITS_64, length));
    }
  }

  private void fragments() {
    Frame[] hello = {Frame.text("Hel").unfinished(), continuation("lo")};
    both("fragment/two", hello);
    both("fragment/three", Frame.text("H").unfinished(), middle("el"), continuation("lo"));
    both("fragment/all-empty", Frame.text("").unfinished(), middle(""), continuation(""));
    both("fragment/empty-first", Frame.text("").unfinished(), middle("a"), continuation(""));
    both("fragment/binary", Frame.binary("\u0001").unfinished(), continuation("\u00ff"));
    both("fragment/fifty", many(50));
    both("fragment/unfinished", Frame.text("a").unfinished(), middle("b"));
    for (Frame control : List.of(Frame.ping("p"), Frame.pong("q"), Frame.ping(""))) {
      both(
          "fragment/with/" + control.opcode() + "/" + control.payload().length(),
          hello[0],
          control,
          hello[1]);
    }
    both("fragment/with/pings", hello[0], Frame.ping("1"), Frame.ping("2"), hello[1]);
    both("fragment/with/close", hello[0], Frame.close(1000, ""));
    both("fragment/close-then-rest", hello[0], Frame.close(1000, ""), hello[1]);
    both("fragment/none-begun", continuation("x"));
    both("fragment/none-begun-unfinished", middle("x"), continuation("y"));
    both("fragment/after-whole", Frame.text("a"), continuation("x"));
    both("fragment/after-last", hello[0], hello[1], continuation("x"));
    both("fragment/text-in-text", hello[0], Frame.text("x"), hello[1]);
    both("fragment/binary-in-text", hello[0], Frame.binary("x"), hello[1]);
    both("fragment/text-begins-in-text", hello[0], hello[0], hello[1]);
    both("fragment/two-messages", hello[0], hello[1], hello[0], hello[1]);
  }

  private static Frame[] many(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                i == 0
                    ? Frame.text("0").unfinished()
                    : i < count - 1 ? middle("m") : continuation("e"))
        .toArray(Frame[]::new);
  }

  /// Strings on every edge of RFC 3629's table, whole and cut between any two bytes.
  private void text() {
    for (String hex : Utf8Strings.ALL) {
      String bytes = new String(Hex.parse(hex), StandardCharsets.ISO_8859_1);
      add("text/whole/" + hex, Role.CLIENT, "-", masked(Frame.of(Opcode.TEXT, bytes)));
      add("text/bytes/" + hex, Role.SERVER, "-", eachByte(bytes));
    }
    String euro = "a\u00e2\u0082\u00acb";
    for (int cut = 0; cut <= euro.length(); cut++) {
      both(
          "text/cut/" + cut,
          Frame.of(Opcode.TEXT, euro.substring(0, cut)).unfinished(),
          continuation(euro.substring(cut)));
    }
    both("text/invalid-is-fine-in-binary", Frame.binary("\u00ff\u00c0\u0080"));
    both(
        "text/two-halves-in-two-messages",
        Frame.of(Opcode.TEXT, "\u00e2\u0082"),
        Frame.of(Opcode.TEXT, "\u00ac"));
  }

  private static Frame[] eachByte(String bytes) {
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < bytes.length(); i++) {
      Frame frame = Frame.of(i == 0 ? Opcode.TEXT : Opcode.CONTINUATION, bytes.substring(i, i + 1));
      frames.add(i < bytes.length() - 1 ? frame.unfinished() : frame);
    }
    return frames.toArray(Frame[]::new);
  }

  private void closing() {
    int[] codes = {
      0, 1, 999, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013,
      1014, 1015, 1016, 1100, 1999, 2000, 2999, 3000, 3999, 4000, 4999, 5000, 65_535
    };
    for (int code : codes) {
      both("close/code/" + code, Frame.close(code, ""));
      both("close/reason/" + code, Frame.close(code, "why \u20ac"));
    }
    both("close/empty", Frame.of(Opcode.CLOSE, ""));
    both("close/one-byte", Frame.of(Opcode.CLOSE, "\u0003"));
    both("close/longest", Frame.close(1000, "r".repeat(123)));
    both("close/too-long", Frame.close(1000, "r".repeat(124)));
    both(
        "close/reason-no-utf8",
        Frame.of(Opcode.CLOSE, "\u0003\u00e8\u00ce\u00ba\u00ed\u00a0\u0080"));
    both("close/reason-cut-utf8", Frame.of(Opcode.CLOSE, "\u0003\u00e8\u00e2\u0082"));
    for (Frame after :
        List.of(
            Frame.text("x"), Frame.ping("x"), Frame.close(1000, ""), Frame.text("x").reserved(2))) {
      both(
          "close/then/%s/%d".formatted(after.opcode(), after.header().rsv()),
          Frame.close(1000, ""),
          after);
    }
  }

  private void limits() {
    int max = RfcCase.MAX_MESSAGE_BYTES;
    both("limit/exactly", Frame.binary("x".repeat(max)));
    both("limit/one-more", Frame.binary("x".repeat(max + 1)));
    both("limit/claims-1-gib", Frame.binary("x").claiming(LengthForm.BITS_64, 1L << 30));
    both("limit/claims-2^63-1", Frame.binary("x").claiming(LengthForm.BITS_64, Long.MAX_VALUE));
    both("limit/fragments", Frame.binary("x".repeat(max)).unfinished(), continuation("y"));
    both(
        "limit/fragments-exactly",
        Frame.binary("x".repeat(max - 1)).unfinished(),
        continuation("y"));
    both("limit/claims-control", Frame.ping("").claiming(LengthForm.BITS_64, 1L << 40));
  }

  private void compression() {
    List<String> agreements =
        List.of(
            DEFLATE,
            DEFLATE + "; server_no_context_takeover; client_no_context_takeover",
            DEFLATE + "; server_max_window_bits=9; client_max_window_bits=9",
            DEFLATE + "; server_max_window_bits=15; client_max_window_bits=15");
    for (String agreement : agreements) {
      for (Role sender : Role.values()) {
        compressed(agreement, sender);
      }
    }
    badCompression();
  }

  private void compressed(String agreement, Role sender) {
    String[] messages = {"", "Hello", "Hello", "a".repeat(3_000), random(2_000), "Hello"};
    PermessageDeflate agreed = RfcCase.agreed(agreement).orElseThrow();
    String parameters = agreement.replaceFirst("permessage-deflate(; )?", "");
    String name = "deflate/%s/".formatted(parameters.isEmpty() ? "defaults" : parameters);
    Deflation one = Deflation.of(agreed, sender);
    add(
        name + "messages",
        sender,
        agreement,
        Arrays.stream(messages).map(m -> deflated(one.message(m))).toArray(Frame[]::new));
    Deflation mixed = Deflation.of(agreed, sender);
    add(
        name + "mixed-with-plain",
        sender,
        agreement,
        deflated(mixed.message("Hello")),
        Frame.text("plain"),
        deflated(mixed.message("Hello")));
    String whole = Deflation.of(agreed, sender).message("Hello, Hello");
    add(
        name + "fragments",
        sender,
        agreement,
        deflated(whole.substring(0, 2)).unfinished(),
        middle(whole.substring(2, 3)),
        Frame.ping("p"),
        continuation(whole.substring(3)));
    add(
        name + "rsv1-on-continuation",
        sender,
        agreement,
        deflated(whole.substring(0, 2)).unfinished(),
        continuation(whole.substring(2)).reserved(FrameHeader.RSV1));
    add(name + "rsv1-on-ping", sender, agreement, Frame.ping("p").reserved(FrameHeader.RSV1));
    add(name + "rsv2", sender, agreement, Frame.text("p").reserved(FrameHeader.RSV2));
    add(
        name + "bomb",
        sender,
        agreement,
        deflated(Deflation.of(agreed, sender).message("\0".repeat(1_000_000))));
  }

  /// Payloads of RFC 7692, 7.2.3, and broken ones.
  private void badCompression() {
    raw("rfc-fixed-block", "f248cdc9c90700");
    raw("rfc-shared-window", "f248cdc9c90700", "f200110000");
    raw("rfc-stored-block", "000500faff48656c6c6f00");
    raw("rfc-final-block", "f348cdc9c9070000");
    raw("rfc-two-blocks", "f2480500 0000ffff cac9c90700");
    raw("empty-stored", "00");
    raw("reserved-block-type", "07");
    raw("stored-length-mismatch", "000500ffff48656c6c6f00");
    raw("repeated-byte", "4b04020000");
    raw("distance-too-far", "f200110000");
    raw("ends-in-block", "f248cd");
    raw("not-utf8", "000100feffff00");
    raw("no-bytes", "");
    raw("bad-then-good", "07", "f248cdc9c90700");
  }

  private void raw(String name, String... payloads) {
    Frame[] frames =
        Arrays.stream(payloads)
            .map(
                hex ->
                    deflated(
                        new String(
                            hex.isEmpty() ? new byte[0] : Hex.parse(hex),
                            StandardCharsets.ISO_8859_1)))
            .toArray(Frame[]::new);
    for (Role sender : Role.values()) {
      add("deflate/raw/" + name, sender, DEFLATE, frames);
    }
  }

  private static String random(int length) {
    Random random = new Random(42);
    StringBuilder out = new StringBuilder();
    random.ints(length, ' ', 0x7f).forEach(c -> out.append((char) c));
    return out.toString();
  }

  private static Frame deflated(String payload) {
    return Frame.of(Opcode.TEXT, payload).reserved(FrameHeader.RSV1);
  }

  private static Frame continuation(String payload) {
    return Frame.of(Opcode.CONTINUATION, payload);
  }

  private static Frame middle(String payload) {
    return continuation(payload).unfinished();
  }

  /// The frames as each side has to send them: the client's masked.
  private void both(String name, Frame... frames) {
    add(name, Role.CLIENT, "-", frames);
    add(name, Role.SERVER, "-", frames);
  }

  private static Frame masked(Frame frame) {
    // A key of 0 keeps long runs visible in the file; mask/key has the others.
    return frame.header().isMasked() ? frame : frame.masked(0);
  }

  private void add(String name, Role sender, String extension, Frame... frames) {
    boolean masks = sender == Role.CLIENT && !name.startsWith("mask/client-omits");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Frame frame : frames) {
      out.writeBytes(FrameEncoder.encode(masks ? masked(frame) : frame));
    }
    cases.add(new RfcCase(name + "/" + sender, sender, extension, Hex.format(out.toByteArray())));
  }
}
