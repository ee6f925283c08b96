package dev.wsdoctor.capture;

import static dev.wsdoctor.capture.Captures.check;
import static dev.wsdoctor.capture.Captures.done;
import static dev.wsdoctor.capture.Captures.only;
import static dev.wsdoctor.capture.Captures.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.capture.Conversation.Ending;
import dev.wsdoctor.websocket.Deflation;
import dev.wsdoctor.websocket.Frame;
import dev.wsdoctor.websocket.FrameHeader;
import dev.wsdoctor.websocket.FrameHeader.LengthForm;
import dev.wsdoctor.websocket.Opcode;
import dev.wsdoctor.websocket.PermessageDeflate;
import dev.wsdoctor.websocket.Role;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What both sides say, from the bytes of a capture.
class ConversationTest {
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
        done(read(CaptureBytes.pcap(talk.packets), Limits.DEFAULT.keepingMoments(10)))
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
        done(read(CaptureBytes.pcap(talk.packets), Limits.DEFAULT.keepingBytes(9_000)))
            .conversations()
            .getFirst();
    assertThat(conversation.moments()).hasSize(12);
    assertThat(Lines.of(conversation).get(3)).isEqualTo("> text  1000");
    assertThat(Lines.of(conversation).getLast())
        .isEqualTo("> text not kept, there were too many bytes before 1000");
  }

  private static Frame deflated(String payload) {
    return Frame.of(Opcode.TEXT, payload).reserved(FrameHeader.RSV1);
  }
}
