package dev.wsdoctor.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.websocket.Frame;
import dev.wsdoctor.websocket.Opcode;
import dev.wsdoctor.websocket.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;

/// What follows from captures of both sides of an intermediary.
class RecordingTest {
  private static final String SENT =
      Talk.REQUEST.replace("Host: a.example", "Host: 127.0.0.1:9000");

  private static Talk front() {
    return new Talk(40_000, 80, 1).syn().client(Talk.REQUEST);
  }

  private static Talk back(String sent) {
    return new Talk(50_000, 9_000, 1).at(5).syn().client(sent);
  }

  @Test
  void theKeyPairsWhatNginxForwardsAndTheDifferenceIsTold() {
    Recording recording =
        recording(
            back(SENT).server(Talk.ANSWER + "").at(20).fin(Role.SERVER),
            front().at(10).server(Talk.ANSWER).at(21).fin(Role.SERVER));
    Passage passage = only(recording);
    assertThat(passage.client().server().port()).isEqualTo(80);
    assertThat(passage.by()).isEqualTo(Passage.By.KEY);
    assertThat(passage.requestChanges())
        .containsExactly(
            new FieldChange("Host", Optional.of("a.example"), Optional.of("127.0.0.1:9000")));
    assertThat(passage.answerChanges()).isEmpty();
    assertThat(passage.endedBy()).contains(Passage.Party.BACKEND);
    assertThat(ids(recording)).containsExactly("closed-by-backend");
  }

  @Test
  void everyLossOfTheHandshakeHasItsCause() {
    check(SENT.replace("Upgrade: websocket\r\n", "").replace(": Upgrade", ": close"), 426)
        .containsExactly("upgrade-headers-missing");
    check(SENT.replace("Upgrade: websocket\r\n", ""), 426)
        .containsExactly("upgrade-headers-incomplete");
    check(SENT.replace("Connection: Upgrade", "Connection: close"), 426)
        .containsExactly("upgrade-headers-incomplete");
    check(SENT.replace("Connection: Upgrade", "Connection: keep-alive"), 426)
        .containsExactly("connection-header-wrong");
    check(SENT.replace("Upgrade: websocket", "Upgrade: http"), 426)
        .containsExactly("upgrade-header-wrong");
    check(SENT.replace("HTTP/1.1", "HTTP/1.0"), 426).containsExactly("upstream-http-1.0");
    check(SENT.replace("GET /ws", "GET /"), 404).containsExactly("proxy-pass-rewrites-path");
    check(SENT, 403).containsExactly("host-header-rewritten");
    check(Talk.REQUEST, 403).isEmpty();
    check(SENT.replace("Upgrade: w", "Host: b\r\nUpgrade: w"), 400)
        .containsExactly("duplicate-host-header");
    check(SENT, 200).isEmpty();
  }

  private static ListAssert<String> check(String sent, int status) {
    String answer = "HTTP/1.1 %d No\r\nContent-Length: 0\r\n\r\n".formatted(status);
    return assertThat(
        ids(recording(front().at(10).server(answer), back(sent).at(9).server(answer))));
  }

  @Test
  void anOriginThatIsRefusedIsToldFromOneThatIsTakenAway() {
    String asked = Talk.REQUEST.replace("Upgrade: w", "Origin: http://a.example\r\nUpgrade: w");
    String answer = "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n";
    Talk front = new Talk(40_000, 80, 1).syn().client(asked).at(10).server(answer);
    assertThat(ids(recording(front, back(asked).at(9).server(answer))))
        .containsExactly("origin-rejected-by-backend");
    assertThat(ids(recording(front, back(Talk.REQUEST).at(9).server(answer))))
        .containsExactly("origin-stripped");
  }

  @Test
  void silenceThatTheIntermediaryEndsIsItsTimeout() {
    Recording recording =
        recording(
            front().at(10).server(Talk.ANSWER).at(60_010).fin(Role.SERVER).fin(Role.CLIENT),
            back(SENT).at(9).server(Talk.ANSWER).at(60_009).fin(Role.CLIENT).fin(Role.SERVER));
    assertThat(only(recording).endedBy()).contains(Passage.Party.INTERMEDIARY);
    assertThat(ids(recording)).containsExactly("read-timeout-too-short");
    assertThat(recording.causes().getFirst().summary())
        .isEqualTo("the intermediary ended the socket after 60.0 s of silence");
  }

  @Test
  void theClientMayEndItAndNothingIsWrong() {
    Recording recording =
        recording(
            front().at(10).server(Talk.ANSWER).at(70_000).fin(Role.CLIENT),
            back(SENT).at(9).server(Talk.ANSWER).at(70_001).fin(Role.CLIENT));
    assertThat(only(recording).endedBy()).contains(Passage.Party.CLIENT);
    assertThat(recording.causes()).isEmpty();
  }

  @Test
  void aRefusedBackendIsTheReasonOf502() {
    Recording recording =
        recording(
            front().at(10).server("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"),
            new Talk(50_000, 9_000, 1)
                .at(5)
                .send(Role.CLIENT, Segment.SYN, new byte[0])
                .reset(Role.SERVER));
    assertThat(ids(recording)).containsExactly("upstream-unreachable");
  }

  @Test
  void oneHopAloneShowsWhatStandsInItsAnswer() {
    assertThat(ids(recording(front().server(Talk.ANSWER.replace("s3pPL", "wrong")))))
        .containsExactly("accept-invalid");
    assertThat(ids(recording(front().server("HTTP/1.1 301 Moved\r\nLocation: /ws/\r\n\r\n"))))
        .containsExactly("redirect-instead-of-upgrade");
    assertThat(ids(recording(front().server("\u0015\u0003\u0001\0\u0002\u0002F"))))
        .containsExactly("upstream-scheme-mismatch");
    assertThat(ids(recording(front().server(Talk.ANSWER).server(Frame.close(1009, "too big")))))
        .containsExactly("message-too-big");
  }

  @Test
  void aChainOfTwoIntermediariesHasTwoPassages() {
    Talk third = new Talk(60_000, 9_999, 1).at(7).syn().client(SENT).at(9).server(Talk.ANSWER);
    Recording recording =
        recording(third, back(SENT).at(10).server(Talk.ANSWER), front().at(11).server(Talk.ANSWER));
    assertThat(recording.passages())
        .extracting(one -> one.client().server().port() + " " + one.upstream().server().port())
        .containsExactly("80 9000", "9000 9999");
  }

  @Test
  void aClientThatUsesItsKeyAgainIsAnotherPassage() {
    Recording recording =
        recording(
            front().at(10).server(Talk.ANSWER).at(20).fin(Role.CLIENT),
            back(SENT).at(9).server(Talk.ANSWER).at(21).fin(Role.CLIENT),
            new Talk(40_001, 80, 1).at(1_000).syn().client(Talk.REQUEST),
            new Talk(50_001, 9_000, 1).at(1_005).syn().client(SENT));
    assertThat(recording.passages())
        .extracting(one -> one.client().client().port() + " " + one.upstream().client().port())
        .containsExactly("40000 50000", "40001 50001");
  }

  @Test
  void framesPairWhatWasCapturedWithoutHandshake() {
    Recording recording =
        recording(
            new Talk(40_000, 80, 1).client(Frame.text("one")).at(8).client(Frame.text("two")),
            new Talk(50_000, 9_000, 7)
                .at(1)
                .client(Frame.text("one"))
                .at(9)
                .client(Frame.text("two")),
            new Talk(50_001, 9_000, 7)
                .at(1)
                .client(Frame.text("one"))
                .at(9)
                .client(Frame.text("TWO")));
    Passage passage = only(recording);
    assertThat(passage.by()).isEqualTo(Passage.By.FRAMES);
    assertThat(passage.upstream().client().port()).isEqualTo(50_000);
  }

  @Test
  void aSelectionKeepsBothSidesOfAPassage() {
    Recording recording =
        recording(
            front().at(10).server(Talk.ANSWER).client(Frame.text("a")).client(Frame.ping("p")),
            back(SENT.replace("/ws", "/inner"))
                .at(9)
                .server(Talk.ANSWER)
                .at(11)
                .client(Frame.text("a")),
            new Talk(40_009, 80, 1).at(500).syn().client(Talk.REQUEST.replace("/ws", "/other")));
    Selection selection =
        new Selection(
            Optional.empty(),
            Optional.of("/ws"),
            Optional.empty(),
            Set.of(Opcode.TEXT),
            Optional.empty());
    assertThat(recording.selecting(selection).capture().conversations())
        .extracting(Lines::of)
        .containsExactly(List.of("> text a"), List.of("> text a"));
    assertThat(recording.selecting(Selection.ALL)).isSameAs(recording);
  }

  @Test
  void aCaptureForEachHopTellsTheSameAsOneOfBoth() {
    Talk front = front().at(10).server(Talk.ANSWER).at(20).fin(Role.CLIENT);
    Talk back = back(SENT).at(9).server(Talk.ANSWER).at(21).fin(Role.CLIENT);
    Recording both = recording(front, back);
    Capture together =
        Capture.together(List.of(recording(back).capture(), recording(front).capture()));
    assertThat(together).isEqualTo(both.capture());
    assertThat(Recording.of("test", together).passages()).isEqualTo(both.passages());
  }

  private static Passage only(Recording recording) {
    assertThat(recording.passages()).hasSize(1);
    return recording.passages().getFirst();
  }

  private static List<String> ids(Recording recording) {
    return recording.causes().stream().map(Finding::id).toList();
  }

  private static Recording recording(Talk... talks) {
    List<Talk.Sent> packets = new ArrayList<>();
    for (Talk talk : talks) {
      packets.addAll(talk.packets);
    }
    packets.sort(Comparator.comparingLong(Talk.Sent::millis));
    return Recording.of(
        "test", Captures.done(Captures.read(CaptureBytes.pcap(packets), Limits.DEFAULT)));
  }
}
