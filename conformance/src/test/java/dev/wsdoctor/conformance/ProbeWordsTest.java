package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.app.format.SizesSheet;
import dev.wsdoctor.conformance.Product.Run;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.Approach;
import dev.wsdoctor.probe.Limits;
import dev.wsdoctor.probe.ProbeTarget;
import dev.wsdoctor.probe.Way;
import dev.wsdoctor.probe.sizes.SizesProbe;
import dev.wsdoctor.probe.sizes.SizesReport;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The first sentence and the verdict of a probe, where something else than the usual happened.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ProbeWordsTest {
  @Test
  void a101ThatClientsRefuseSaysWhy() {
    try (BadPeer peer =
        BadPeer.start(
            socket ->
                ProbeBadPeersTest.accept(
                    socket,
                    BadPeer.readHead(socket),
                    "",
                    "Sec-WebSocket-Extensions: permessage-deflate\r\n",
                    ""))) {
      Run run = ProbeCommandTest.probe("ws://127.0.0.1:" + peer.port() + "/");
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(headline(run))
          .startsWith("no socket: 101 Switching Protocols after ")
          .contains("but expected no extension, as the request offers none");
    }
  }

  @Test
  void aSocketThatEndsRightAfterItsOpeningIsNotHealthy() {
    try (BadPeer peer =
        BadPeer.start(
            socket -> {
              ProbeBadPeersTest.accept(socket, BadPeer.readHead(socket), "", "", "");
              socket.close();
            })) {
      Run run = ProbeCommandTest.probe("ws://127.0.0.1:" + peer.port() + "/");
      assertThat(run.causes()).as(run.out()).containsExactly("closed-by-backend");
      assertThat(run.out()).contains("ends at once");
    }
  }

  @Test
  void anAnswerOfHttpLeadsToTheCheck() {
    try (BadPeer peer =
        BadPeer.start(
            socket -> {
              BadPeer.readHead(socket);
              BadPeer.write(socket, "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
            })) {
      String url = "ws://127.0.0.1:" + peer.port() + "/";
      Run run = ProbeCommandTest.probe(url);
      assertThat(ProbeCommandTest.texts(run.json().get("remarks")))
          .anyMatch(remark -> remark.contains("'wsdoctor check " + url + "' finds the cause"));
    }
  }

  @Test
  void whereNotEvenAByteComesThroughNoSizeIsCalledPassing() throws Exception {
    try (BadPeer peer = HostilePeers.HUGE_LENGTH.start()) {
      Run run = ProbeCommandTest.probe("ws://127.0.0.1:" + peer.port() + "/", "--sizes");
      assertThat(run.exitCode()).as(run.out()).isEqualTo(1);
      assertThat(run.causes()).containsExactly("closed-by-backend");
      assertThat(headline(run)).startsWith("nothing was measured");
    }
  }

  @Test
  void whatWasNotTriedBeforeTheStopIsNotCalledPassing() {
    try (WebSocketBackend backend = WebSocketBackend.start()) {
      AtomicBoolean stopped = new AtomicBoolean();
      Target target =
          switch (Target.parse("ws://" + backend.address() + "/")) {
            case Target.Parsed.Valid(Target valid) -> valid;
            case Target.Parsed.Invalid(String message) -> throw new AssertionError(message);
          };
      SizesReport report =
          SizesProbe.run(
              target,
              List.of(
                  new Approach(
                      ProbeTarget.through(target), Fields.NONE, Limits.DEFAULT, Way.DIRECT)),
              4096,
              _ -> stopped.set(true),
              stopped::get);
      assertThat(report.series()).hasSize(1);
      assertThat(SizesSheet.of(report).headline())
          .isEqualTo(
              "messages of up to 4096 bytes pass in every shape that was tried before it was"
                  + " stopped");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--for, 5s, '', --for is for --hold or --load",
    "--until, 5s, --sizes, --until is for --idle",
    "--up-to, 5k, --idle, --up-to is for --sizes",
    "--rate, 5, --hold, --rate is for --load",
    "--page, http://localhost/, '', --page is for --browser",
  })
  void anOptionOfAnotherProbeIsRefusedInsteadOfIgnored(
      String option, String value, String probe, String sentence) {
    List<String> line =
        probe.isEmpty()
            ? List.of("probe", "ws://127.0.0.1:1/", option, value)
            : List.of("probe", "ws://127.0.0.1:1/", option, value, probe);
    Run run = Product.run(line);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(sentence).contains("add that, or leave it out");
  }

  private static String headline(Run run) {
    return run.json().get("headline").asString();
  }
}
