package dev.wsdoctor.app.format;

import dev.wsdoctor.capture.Budget;
import dev.wsdoctor.capture.Capture;
import dev.wsdoctor.capture.Conversation;
import dev.wsdoctor.capture.ConversationRecorder;
import dev.wsdoctor.capture.Limits;
import dev.wsdoctor.capture.Peer;
import dev.wsdoctor.capture.Recording;
import dev.wsdoctor.websocket.Frame;
import dev.wsdoctor.websocket.FrameEncoder;
import dev.wsdoctor.websocket.FrameHeader;
import dev.wsdoctor.websocket.Opcode;
import dev.wsdoctor.websocket.Role;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A recording with every kind of moment in it, and with secrets.
final class RecordingSamples {
  static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
  static final String SECRET = "s3cr3t-0123456789";

  private static final String REQUEST =
      """
      GET /chat?token=%s HTTP/1.1\r
      Host: a.example\r
      Cookie: sid=%s\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      \r
      """
          .formatted(SECRET, SECRET);
  private static final String ANSWER =
      """
      HTTP/1.1 101 Switching Protocols\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
      Set-Cookie: sid=%s\r
      \r
      """
          .formatted(SECRET);

  private final ConversationRecorder recorder;
  private int millis;

  private RecordingSamples(int number, Peer client, Peer server, int start) {
    this.millis = start;
    this.recorder =
        new ConversationRecorder(
            number,
            client,
            server,
            START.plusMillis(start),
            true,
            Limits.DEFAULT,
            new Budget(1_000_000),
            _ -> {});
  }

  /// Two sides of an intermediary, the one in the middle of a frame, the other reset.
  static Recording full() {
    RecordingSamples front =
        new RecordingSamples(1, new Peer("10.0.0.9", 40_000), new Peer("10.0.0.1", 80), 0);
    RecordingSamples back =
        new RecordingSamples(2, new Peer("10.0.0.1", 50_000), new Peer("unix:/run/app", 0), 1);
    front.say(Role.CLIENT, REQUEST);
    back.say(Role.CLIENT, REQUEST.replace("Host: a.example", "Host: backend"));
    back.say(Role.SERVER, ANSWER);
    front.millis = 10;
    front.say(Role.SERVER, ANSWER);
    front.frame(
        Role.CLIENT, Frame.text("{\"password\":\"" + SECRET + "\",\"to\":\"m\u00fcller\"}\n"));
    front.frame(Role.SERVER, Frame.text("frag").unfinished());
    front.frame(Role.SERVER, Frame.ping("p\u0001"));
    front.say(
        Role.SERVER,
        new String(
            FrameEncoder.encode(Frame.of(Opcode.CONTINUATION, "mented")),
            StandardCharsets.ISO_8859_1));
    front.frame(Role.SERVER, Frame.binary("\u0000\u0001\u0002"));
    front.frame(Role.CLIENT, Frame.text("bad bit").reserved(FrameHeader.RSV2));
    front.recorder.missing(Role.CLIENT, front.now(), 7);
    front.frame(Role.SERVER, Frame.close(1001, "going"));
    front.recorder.finished(Role.SERVER, front.now());
    back.say(Role.SERVER, "\u0082~\u00ff\u00ff begun");
    back.recorder.close(back.now());
    back.recorder.reset(Role.SERVER, back.now());
    RecordingSamples other =
        new RecordingSamples(3, new Peer("unix:", 3), new Peer("10.0.0.1", 81), 30);
    other.say(Role.CLIENT, REQUEST);
    other.say(Role.SERVER, "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 5\r\n\r\nsorry");
    other.recorder.failed(Role.SERVER, other.now(), "it broke");
    Conversation refused =
        new RecordingSamples(4, new Peer("10.0.0.1", 1), new Peer("10.0.0.2", 2), 32)
            .recorder.conversation(START);
    return Recording.of(
        "hops.pcap",
        new Capture(
            START,
            START.plusSeconds(2),
            12,
            List.of(front.done(), back.done(), other.done()),
            List.of(refused),
            Map.of("ordinary HTTP", 2),
            List.of("a remark")));
  }

  private Conversation done() {
    recorder.close(now());
    return recorder.conversation(now());
  }

  private Instant now() {
    return START.plusMillis(millis++);
  }

  private void frame(Role from, Frame frame) {
    say(
        from,
        new String(
            FrameEncoder.encode(from == Role.CLIENT ? frame.masked(5) : frame),
            StandardCharsets.ISO_8859_1));
  }

  private void say(Role from, String bytes) {
    byte[] array = bytes.getBytes(StandardCharsets.ISO_8859_1);
    recorder.bytes(from, now(), array, 0, array.length);
  }
}
