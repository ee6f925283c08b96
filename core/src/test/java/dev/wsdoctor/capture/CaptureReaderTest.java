package dev.wsdoctor.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.capture.Conversation.Ending;
import dev.wsdoctor.websocket.Deflation;
import dev.wsdoctor.websocket.Frame;
import dev.wsdoctor.websocket.FrameEncoder;
import dev.wsdoctor.websocket.FrameHeader;
import dev.wsdoctor.websocket.FrameHeader.LengthForm;
import dev.wsdoctor.websocket.Opcode;
import dev.wsdoctor.websocket.PermessageDeflate;
import dev.wsdoctor.websocket.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CaptureReaderTest {
  private static final List<String> ECHO =
      List.of(
          "> GET /ws HTTP/1.1",
          "< 101",
          "> text hello",
          "< text hello",
          "> close 1000 (normal closure): bye",
          "< close 1000 (normal closure)",
          "< FIN",
          "> FIN");

  private static Talk echo() {
    return Talk.opened()
        .client(Frame.text("hello"))
        .server(Frame.text("hello"))
        .client(Frame.close(1000, "bye"))
        .server(Frame.close(1000, ""))
        .fin(Role.SERVER)
        .fin(Role.CLIENT);
  }

  @Test
  void everyFormAndLinkTellsTheSame() {
    List<Integer> links =
        List.of(
            LinkLayer.NULL,
            LinkLayer.ETHERNET,
            LinkLayer.RAW,
            LinkLayer.LOOP,
            LinkLayer.LINUX_SLL,
            LinkLayer.LINUX_SLL2,
            LinkLayer.IPV4);
    List<Talk.Sent> packets = echo().packets;
    for (int link : links) {
      for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
        check(CaptureBytes.pcap(packets, link, order, false, 65_535), ECHO);
        check(CaptureBytes.pcap(packets, link, order, true, 65_535), ECHO);
        check(CaptureBytes.pcapng(packets, link, order), ECHO);
      }
    }
  }

  @Test
  void timesAndPeersComeFromThePackets() {
    Conversation conversation = only(CaptureBytes.pcap(echo().at(5_000).fin(Role.CLIENT).packets));
    assertThat(conversation.client()).hasToString("127.0.0.1:40000");
    assertThat(conversation.server()).hasToString("127.0.0.2:8080");
    assertThat(conversation.opened().getEpochSecond()).isEqualTo(CaptureBytes.FIRST_SECOND);
    assertThat(conversation.handshake().orElseThrow().waited().orElseThrow().toMillis())
        .isEqualTo(1);
    assertThat(conversation.lifetime().toMillis()).isEqualTo(6);
    assertThat(conversation.byClient().messages()).isEqualTo(1);
  }

  @Test
  void version6HasAddressesToo() {
    byte[] client = new byte[16];
    client[15] = 1;
    byte[] server = {0x20, 1, 0xd, (byte) 0xb8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2};
    Talk talk = new Talk(client, server, 40_000, 80, 5).syn().client(Talk.REQUEST);
    Conversation conversation =
        only(
            CaptureBytes.pcap(
                talk.packets, LinkLayer.ETHERNET, ByteOrder.LITTLE_ENDIAN, false, 65_535));
    assertThat(conversation.client()).hasToString("[::1]:40000");
    assertThat(conversation.server()).hasToString("[2001:db8:0:1::2]:80");
  }

  @Test
  void segmentsThatAreCutDoubledAndOutOfOrderMakeTheSameConversation() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<Talk.Sent> packets = new ArrayList<>(shredded(random).packets);
      for (int i = 3; i + 1 < packets.size() - 4; i++) {
        if (random.nextInt(4) == 0) {
          packets.add(i, packets.get(i));
        }
      }
      List<String> lines = Lines.of(only(CaptureBytes.pcap(packets)));
      for (String side : List.of(">", "<")) {
        assertThat(lines.stream().filter(line -> line.startsWith(side)))
            .as("seed %d", seed)
            .containsExactlyElementsOf(
                ECHO.stream().filter(line -> line.startsWith(side)).toList());
      }
    }
  }

  /// The same exchange in small pieces, of which neighbours from one side may change places.
  private static Talk shredded(Random random) {
    Talk talk = new Talk(40_000, 8_080, random.nextInt()).syn();
    shred(talk, Role.CLIENT, Talk.bytes(Talk.REQUEST), random);
    shred(talk, Role.SERVER, Talk.bytes(Talk.ANSWER), random);
    shred(talk, Role.CLIENT, FrameEncoder.encode(Frame.text("hello").masked(7)), random);
    shred(talk, Role.SERVER, FrameEncoder.encode(Frame.text("hello")), random);
    shred(talk, Role.CLIENT, FrameEncoder.encode(Frame.close(1000, "bye").masked(9)), random);
    shred(talk, Role.SERVER, FrameEncoder.encode(Frame.close(1000, "")), random);
    return talk.fin(Role.SERVER).fin(Role.CLIENT);
  }

  private static void shred(Talk talk, Role from, byte[] bytes, Random random) {
    int first = talk.packets.size();
    for (int at = 0; at < bytes.length; ) {
      int to = Math.min(bytes.length, at + 1 + random.nextInt(40));
      talk.send(from, Segment.ACK, Arrays.copyOfRange(bytes, at, to));
      at = to;
    }
    Collections.shuffle(talk.packets.subList(first, talk.packets.size()), random);
  }

  @Test
  void everyPrefixOfAFileIsReadAsFarAsItGoes() throws IOException {
    byte[] file = CaptureBytes.pcapng(echo().packets, LinkLayer.RAW, ByteOrder.LITTLE_ENDIAN);
    byte[] old = CaptureBytes.pcap(echo().packets);
    for (byte[] whole : List.of(file, old)) {
      for (int length = 0; length < whole.length; length++) {
        CaptureReader.Read read = read(Arrays.copyOf(whole, length), Limits.DEFAULT);
        if (read instanceof CaptureReader.Read.Done(Capture capture)) {
          List<String> lines =
              capture.conversations().stream().flatMap(one -> Lines.of(one).stream()).toList();
          assertThat(ECHO.subList(0, lines.size())).isEqualTo(lines);
        }
      }
    }
  }

  @Test
  void aFileThatEndsWithinAPacketSaysWhere() throws IOException {
    byte[] file = CaptureBytes.pcap(echo().packets);
    Capture capture = done(read(Arrays.copyOf(file, file.length - 3), Limits.DEFAULT));
    assertThat(capture.remarks())
        .singleElement()
        .asString()
        .startsWith("the file ends in the middle of a packet, at byte ")
        .endsWith("what stands before it was read");
    assertThat(capture.conversations()).hasSize(1);
  }

  @Test
  void whatIsNoCaptureIsSaid() throws IOException {
    assertThat(read(new byte[0], Limits.DEFAULT))
        .isEqualTo(
            new CaptureReader.Read.NoCapture(
                "the file is empty; tcpdump writes packets when it ends or with -U"));
    assertThat(read(Talk.bytes("worker_processes 1;"), Limits.DEFAULT).toString())
        .contains("expected a capture in pcap or pcapng form but found other bytes (0x776f726b)");
  }

  @Test
  void junkIsNeverAnException() throws IOException {
    byte[] head = Arrays.copyOf(CaptureBytes.pcap(List.of()), 24);
    byte[] ng = CaptureBytes.pcapng(List.of(), LinkLayer.RAW, ByteOrder.LITTLE_ENDIAN);
    byte[] whole = CaptureBytes.pcapng(echo().packets, LinkLayer.RAW, ByteOrder.BIG_ENDIAN);
    for (int seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      byte[] junk = new byte[200];
      random.nextBytes(junk);
      read(Talk.together(head, junk), Limits.DEFAULT);
      read(Talk.together(ng, junk), Limits.DEFAULT);
      byte[] damaged = whole.clone();
      for (int i = 0; i < 5; i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      assertThat(read(damaged, Limits.DEFAULT)).as("seed %d", seed).isNotNull();
    }
  }

  @Test
  void aSegmentThatWasNotCapturedIsAHoleAndTheRestIsRead() {
    Talk talk =
        Talk.opened()
            .client(Frame.text("one"))
            .client(Frame.text("two"))
            .client(Frame.text("three"))
            .server(Frame.text("four"))
            .server(Frame.text("five"));
    talk.packets.remove(5);
    check(
        CaptureBytes.pcap(talk.packets),
        List.of(
            "> GET /ws HTTP/1.1",
            "< 101",
            "> text one",
            "< text four",
            "> missing 9",
            "> text three",
            "< text five"));
  }

  @Test
  void framesStayInStepWhenPayloadsAreNotCapturedWhole() {
    Talk talk =
        Talk.opened()
            .server(Frame.text("x".repeat(500)))
            .server(Frame.text("y".repeat(500)))
            .server(Frame.ping("p"));
    byte[] file =
        CaptureBytes.pcap(
            talk.packets, LinkLayer.ETHERNET, ByteOrder.LITTLE_ENDIAN, false, 18 + 40 + 250);
    check(
        file,
        List.of(
            "> GET /ws HTTP/1.1",
            "< 101",
            "< missing 254",
            "< text 254 bytes of it were not captured 500",
            "< missing 254",
            "< text 254 bytes of it were not captured 500",
            "< ping p"));
  }

  @Test
  void aCaptureThatBeganLateFindsTheFrames() {
    Talk talk = Talk.opened().client(Frame.text("one")).server(Frame.text("two"));
    List<Talk.Sent> late = talk.packets.subList(4, talk.packets.size());
    Conversation conversation = only(CaptureBytes.pcap(late));
    assertThat(conversation.sawStart()).isFalse();
    assertThat(conversation.client().port()).isEqualTo(40_000);
    assertThat(Lines.of(conversation)).containsExactly("> text one", "< text two");
  }

  @Test
  void compressedMessagesAreFollowedAcrossFragments() {
    PermessageDeflate agreed = PermessageDeflate.DEFAULTS;
    Deflation client = Deflation.of(agreed, Role.CLIENT);
    Deflation server = Deflation.of(agreed, Role.SERVER);
    String answer = Talk.ANSWER.replace("\r\n\r\n", "\r\nSec-WebSocket-Extensions: " + agreed);
    Talk talk = new Talk(40_000, 8_080, 1).syn().client(Talk.REQUEST).server(answer + "\r\n\r\n");
    String first = client.message("hello hello hello");
    String half = first.substring(0, 5);
    talk.client(Frame.of(Opcode.TEXT, half).reserved(FrameHeader.RSV1).unfinished())
        .client(Frame.ping("between"))
        .client(Frame.of(Opcode.CONTINUATION, first.substring(5)))
        .client(deflated(client.message("hello again")))
        .server(deflated(server.message("hello")));
    check(
        CaptureBytes.pcap(talk.packets),
        List.of(
            "> GET /ws HTTP/1.1",
            "< 101",
            "> fragment 1 of text, 5 bytes",
            "> ping between",
            "> fragment 2 of text, %d bytes".formatted(first.length() - 5),
            "> text hello hello hello",
            "> text hello again",
            "< text hello"));
  }

  @Test
  void aCompressedMessageThatIsLostTakesOnlyThoseBehindItWithIt() {
    PermessageDeflate agreed = PermessageDeflate.DEFAULTS;
    Deflation server = Deflation.of(agreed, Role.SERVER);
    String answer = Talk.ANSWER.replace("\r\n\r\n", "\r\nSec-WebSocket-Extensions: " + agreed);
    Talk talk =
        new Talk(40_000, 8_080, 1)
            .syn()
            .client(Talk.REQUEST)
            .server(answer + "\r\n\r\n")
            .server(deflated(server.message("one one one")))
            .server(deflated(server.message("two two two")))
            .server(deflated(server.message("one two three")))
            .client(Frame.text("plain"));
    talk.packets.remove(5);
    List<String> lines = Lines.of(only(CaptureBytes.pcap(talk.packets)));
    assertThat(lines).contains("< text one one one").contains("> text plain");
    assertThat(lines).anyMatch(line -> line.startsWith("< text not to be decompressed: "));
  }

  private static Frame deflated(String payload) {
    return Frame.of(Opcode.TEXT, payload).reserved(FrameHeader.RSV1);
  }

  @Test
  void ordinaryRequestsBeforeTheHandshakeOnTheSameConnectionArePassed() {
    Talk talk =
        new Talk(40_000, 8_080, 1)
            .syn()
            .client("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody")
            .server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhel")
            .server("lo\r\n0\r\nTrailer: x\r\n\r\n")
            .client("HEAD /b HTTP/1.1\r\nHost: a\r\n\r\n")
            .server("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n")
            .client(Talk.REQUEST)
            .server("HTTP/1.1 100 Continue\r\n\r\n" + Talk.ANSWER)
            .server(Frame.text("open"));
    check(
        CaptureBytes.pcap(talk.packets),
        List.of(
            "> POST /a HTTP/1.1",
            "> body 4 body",
            "< 200",
            "< body 31 5;x=y\r\nhello\r\n0\r\nTrailer: x\r\n\r\n",
            "> HEAD /b HTTP/1.1",
            "< 200",
            "> GET /ws HTTP/1.1",
            "< 100",
            "< 101",
            "< text open"));
  }

  @Test
  void aRefusalKeepsTheBeginningOfItsBody() {
    Talk talk =
        new Talk(40_000, 8_080, 1)
            .syn()
            .client(Talk.REQUEST)
            .server("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\nCan \"Upgrade\" only")
            .fin(Role.SERVER);
    check(
        CaptureBytes.pcap(talk.packets),
        List.of("> GET /ws HTTP/1.1", "< 400", "< body 18 Can \"Upgrade\" only", "< FIN"));
  }

  @Test
  void whoEndedItFirstAndAfterWhatSilence() {
    Talk talk = Talk.opened().client(Frame.text("x")).at(60_004).fin(Role.SERVER).fin(Role.CLIENT);
    Conversation idle = only(CaptureBytes.pcap(talk.packets));
    assertThat(idle.ending()).isInstanceOf(Ending.Finished.class);
    assertThat(((Ending.Finished) idle.ending()).by()).isEqualTo(Role.SERVER);
    assertThat(idle.silence().toMillis()).isEqualTo(60_000);
    assertThat(only(CaptureBytes.pcap(Talk.opened().reset(Role.CLIENT).packets)).ending())
        .isInstanceOf(Ending.Reset.class);
    assertThat(only(CaptureBytes.pcap(Talk.opened().packets)).ending())
        .isInstanceOf(Ending.Open.class);
  }

  @Test
  void otherConnectionsAreCounted() throws IOException {
    List<Talk.Sent> packets = new ArrayList<>();
    packets.addAll(new Talk(1_001, 443, 1).syn().client("\u0016\u0003\u0001\0\u0005hello").packets);
    packets.addAll(
        new Talk(1_002, 80, 1).syn().client("GET / HTTP/1.1\r\nHost: a\r\n\r\n").packets);
    packets.addAll(new Talk(1_003, 22, 1).syn().server("SSH-2.0-OpenSSH\r\n").packets);
    packets.addAll(new Talk(1_004, 81, 1).syn().client("PRI * HTTP/2.0\r\n\r\nSM").packets);
    packets.addAll(refused(new Talk(1_005, 9_000, 1)).packets);
    Capture capture = done(read(CaptureBytes.pcap(packets), Limits.DEFAULT));
    assertThat(capture.conversations()).isEmpty();
    assertThat(capture.others())
        .containsOnlyKeys(
            "TLS, which a capture cannot show",
            "ordinary HTTP",
            "neither HTTP nor TLS",
            "HTTP/2, which has no WebSocket handshake of HTTP/1.1");
    assertThat(capture.refused())
        .singleElement()
        .satisfies(one -> assertThat(one.server().port()).isEqualTo(9_000));
  }

  private static Talk refused(Talk talk) {
    return talk.send(Role.CLIENT, Segment.SYN, new byte[0]).reset(Role.SERVER);
  }

  @Test
  void portsThatAreUsedAgainMakeAnotherConversation() throws IOException {
    List<Talk.Sent> packets = new ArrayList<>(echo().packets);
    packets.addAll(echo().at(9_000).packets);
    assertThat(done(read(CaptureBytes.pcap(packets), Limits.DEFAULT)).conversations())
        .extracting(Lines::of)
        .containsExactly(ECHO, ECHO);
  }

  @Test
  void absurdLengthsAreShownAndCostNothing() {
    Frame endless = Frame.binary("begin").claiming(LengthForm.BITS_64, Long.MIN_VALUE);
    check(
        CaptureBytes.pcap(Talk.opened().client(endless).client("more").packets),
        List.of(
            "> GET /ws HTTP/1.1",
            "< 101",
            "> LENGTH_HIGHEST_BIT",
            "> incomplete binary, 9 of 9223372036854775808"));
  }

  @Test
  void aDeflateBombIsNotInflatedBeyondTheLimit() {
    PermessageDeflate agreed = PermessageDeflate.DEFAULTS;
    String bomb = Deflation.of(agreed, Role.SERVER).message("\0".repeat(20_000_000));
    String answer = Talk.ANSWER.replace("\r\n\r\n", "\r\nSec-WebSocket-Extensions: " + agreed);
    Talk talk =
        new Talk(40_000, 8_080, 1)
            .syn()
            .client(Talk.REQUEST)
            .server(answer + "\r\n\r\n")
            .server(deflated(bomb))
            .server(Frame.text("after"));
    List<String> lines = Lines.of(only(CaptureBytes.pcap(talk.packets)));
    assertThat(lines.get(2)).startsWith("< text longer than the 1048576 bytes that are kept");
    assertThat(lines.get(3)).isEqualTo("< text after");
  }

  @Test
  void aHeadWithoutEndIsGivenUp() {
    Talk talk = new Talk(40_000, 8_080, 1).syn().client(Talk.REQUEST).server("HTTP/1.1 101 x\r\n");
    IntStream.range(0, 2_000)
        .forEach(i -> talk.server("X-%d: 0123456789abcdef0123456789\r\n".formatted(i)));
    List<String> lines = Lines.of(only(CaptureBytes.pcap(talk.packets)));
    assertThat(lines.getLast()).startsWith("< a head that does not end within 65536 bytes, ");
  }

  @Test
  void manyMomentsKeepTheFirstAndTheLast() {
    Talk talk = Talk.opened();
    IntStream.range(0, 100).forEach(i -> talk.client(Frame.text("message " + i)));
    talk.fin(Role.SERVER);
    Conversation conversation =
        done(readable(CaptureBytes.pcap(talk.packets), Limits.DEFAULT.keepingMoments(10)))
            .conversations()
            .getFirst();
    assertThat(Lines.of(conversation))
        .startsWith("> GET /ws HTTP/1.1", "< 101", "> text message 0")
        .endsWith("> text message 99", "< FIN")
        .hasSize(10);
    assertThat(conversation.leftOut()).isEqualTo(93);
    assertThat(conversation.leftOutAt()).isEqualTo(5);
    assertThat(conversation.byClient().messages()).isEqualTo(100);
  }

  @Test
  void payloadBeyondTheBudgetIsCountedOnly() {
    Talk talk = Talk.opened();
    IntStream.range(0, 10).forEach(_ -> talk.client(Frame.text("x".repeat(1_000))));
    Conversation conversation =
        done(readable(CaptureBytes.pcap(talk.packets), Limits.DEFAULT.keepingBytes(9_000)))
            .conversations()
            .getFirst();
    assertThat(conversation.moments()).hasSize(12);
    assertThat(Lines.of(conversation).get(3)).isEqualTo("> text  1000");
    assertThat(Lines.of(conversation).getLast())
        .isEqualTo("> text not kept, there were too many bytes before 1000");
  }

  private static void check(byte[] file, List<String> expected) {
    assertThat(Lines.of(only(file))).containsExactlyElementsOf(expected);
  }

  private static Conversation only(byte[] file) {
    Capture capture = done(readable(file, Limits.DEFAULT));
    assertThat(capture.remarks()).isEmpty();
    assertThat(capture.conversations()).hasSize(1);
    return capture.conversations().getFirst();
  }

  private static Capture done(CaptureReader.Read read) {
    return switch (read) {
      case CaptureReader.Read.Done(Capture capture) -> capture;
      case CaptureReader.Read.NoCapture(String message) -> throw new AssertionError(message);
    };
  }

  private static CaptureReader.Read readable(byte[] file, Limits limits) {
    try {
      return read(file, limits);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static CaptureReader.Read read(byte[] file, Limits limits) throws IOException {
    return CaptureReader.read(new ByteArrayInputStream(file), limits);
  }
}
