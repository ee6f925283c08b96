package dev.wsdoctor.capture;

import static dev.wsdoctor.capture.Captures.check;
import static dev.wsdoctor.capture.Captures.done;
import static dev.wsdoctor.capture.Captures.only;
import static dev.wsdoctor.capture.Captures.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.websocket.Frame;
import dev.wsdoctor.websocket.FrameEncoder;
import dev.wsdoctor.websocket.Role;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
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
  void everyPrefixOfAFileIsReadAsFarAsItGoes() {
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
  void aFileThatEndsWithinAPacketSaysWhere() {
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
  void whatIsNoCaptureIsSaid() {
    assertThat(read(new byte[0], Limits.DEFAULT))
        .isEqualTo(
            new CaptureReader.Read.NoCapture(
                "the file is empty; tcpdump writes packets when it ends or with -U"));
    assertThat(read(Talk.bytes("worker_processes 1;"), Limits.DEFAULT).toString())
        .contains("expected a capture in pcap or pcapng form but found other bytes (0x776f726b)");
  }

  @Test
  void junkIsNeverAnException() {
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
  void otherConnectionsAreCounted() {
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
  void portsThatAreUsedAgainMakeAnotherConversation() {
    List<Talk.Sent> packets = new ArrayList<>(echo().packets);
    packets.addAll(echo().at(9_000).packets);
    assertThat(done(read(CaptureBytes.pcap(packets), Limits.DEFAULT)).conversations())
        .extracting(Lines::of)
        .containsExactly(ECHO, ECHO);
  }
}
