package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.Product.Run;
import dev.wsdoctor.probe.Incoming;
import dev.wsdoctor.probe.LiveSocket;
import dev.wsdoctor.websocket.Frame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The files that a tap writes, read by others and by `read`.
class TapExportTest {
  private static final Duration PATIENCE = PatientSocket.PATIENCE;

  /// More than one packet holds.
  private static final int LARGE = 150_000;

  @BeforeAll
  static void needParts() {
    RealParts.needWebSocketBackend();
  }

  @Test
  void readAndTcpdumpReadTheCaptureOfATap() throws IOException, InterruptedException {
    RealParts.needTcpdump();
    try (TemporaryFolder folder = TemporaryFolder.create("tap")) {
      Path capture = folder.path().resolve("tap.pcapng");
      Run tapped = tap("--pcapng", capture.toString());
      Run run = Product.run(List.of("read", capture.toString()));
      assertThat(run.exitCode()).isZero();
      assertThat(run.out())
          .contains("1 connection with a WebSocket handshake")
          .contains("  GET /ws?token=[hidden], 101 after")
          .contains(" > text 5 B  hello")
          .contains(" < binary 150.0 kB  aaaaaa")
          .contains("closed first by the client: 1000 (normal closure)");
      assertThat(moments(run.out())).containsExactlyElementsOf(moments(tapped.out()));
      String seen = tcpdump(folder, capture);
      assertThat(seen).contains("Flags [S]", "Flags [S.]", "(correct)");
      assertThat(seen).doesNotContain("incorrect", "bad cksum", "[bad");
    }
  }

  /// Without times and connection numbers.
  private static List<String> moments(String transcript) {
    return transcript
        .lines()
        .map(line -> line.replaceFirst("^#\\d+\\s+", ""))
        .map(String::strip)
        .map(line -> line.replaceFirst("^[0-9.]+ ", ""))
        .filter(line -> line.startsWith("> ") || line.startsWith("< "))
        .toList();
  }

  private static String tcpdump(TemporaryFolder folder, Path capture)
      throws IOException, InterruptedException {
    Path output = folder.path().resolve("tcpdump");
    Process process =
        new ProcessBuilder(RealParts.TCPDUMP.toString(), "-vv", "-nn", "-r", capture.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    String said = Files.readString(output, StandardCharsets.ISO_8859_1);
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  @Test
  void theArchiveHasTheMessagesWhereChromeWritesThem() throws IOException {
    try (TemporaryFolder folder = TemporaryFolder.create("tap")) {
      Path file = folder.path().resolve("tap.har");
      tap("--har", file.toString());
      JsonNode log = JsonMapper.shared().readTree(Files.readString(file)).get("log");
      assertThat(log.get("version").asString()).isEqualTo("1.2");
      assertThat(log.get("creator").get("name").asString()).isEqualTo("wsdoctor");
      JsonNode entry = log.get("entries").get(0);
      checkEntry(entry);
      JsonNode messages = entry.get("_webSocketMessages");
      assertThat(messages).hasSize(4);
      check(messages.get(0), "send", 1, "hello");
      check(messages.get(1), "receive", 1, "hello");
      assertThat(messages.get(2).get("opcode").asInt()).isEqualTo(2);
      assertThat(messages.get(2).get("data").asString()).startsWith("YWFhYWFh");
    }
  }

  /// What HAR 1.2 demands of an entry.
  private static void checkEntry(JsonNode entry) {
    assertThat(Instant.parse(entry.get("startedDateTime").asString())).isBefore(Instant.now());
    assertThat(entry.get("time").isNumber()).isTrue();
    assertThat(entry.get("_resourceType").asString()).isEqualTo("websocket");
    assertThat(entry.get("cache").isObject()).isTrue();
    JsonNode request = entry.get("request");
    assertThat(request.get("method").asString()).isEqualTo("GET");
    assertThat(request.get("url").asString())
        .matches("ws://127\\.0\\.0\\.1:\\d+/ws\\?token=\\[hidden\\]");
    assertThat(request.get("queryString").get(0).get("name").asString()).isEqualTo("token");
    for (String name : List.of("httpVersion", "cookies", "headers", "headersSize", "bodySize")) {
      assertThat(request.has(name)).as(name).isTrue();
      assertThat(entry.get("response").has(name)).as(name).isTrue();
    }
    assertThat(entry.get("response").get("status").asInt()).isEqualTo(101);
    for (String name : List.of("statusText", "content", "redirectURL")) {
      assertThat(entry.get("response").has(name)).as(name).isTrue();
    }
    for (String name : List.of("send", "wait", "receive")) {
      assertThat(entry.get("timings").get(name).isNumber()).as(name).isTrue();
    }
  }

  private static void check(JsonNode message, String type, int opcode, String data) {
    assertThat(message.get("type").asString()).isEqualTo(type);
    assertThat(message.get("opcode").asInt()).isEqualTo(opcode);
    assertThat(message.get("data").asString()).isEqualTo(data);
    assertThat(message.get("time").asDouble()).isGreaterThan(1.7e9);
  }

  @Test
  void filtersChooseWhatIsShown() {
    assertThat(moments(tap("--opcode", "text").out()))
        .containsExactly("> text 5 B  hello", "< text 5 B  hello");
    assertThat(moments(tap("--from", "server", "--text", "ell").out()))
        .containsExactly("< text 5 B  hello");
    assertThat(moments(tap("--path", "/other").out())).isEmpty();
    assertThat(tap("--connection", "2").out()).isEmpty();
  }

  @Test
  void jsonIsOneDocumentAtTheEnd() {
    JsonNode document = JsonMapper.shared().readTree(tap("--format", "json").out());
    JsonNode connection = document.get("connections").get(0);
    assertThat(connection.get("handshake").get("status").asInt()).isEqualTo(101);
    assertThat(connection.get("from_client").get("messages").asInt()).isEqualTo(2);
    assertThat(connection.get("ending").get("how").asString()).isEqualTo("close");
    assertThat(document.get("causes")).isEmpty();
  }

  @Test
  void aFileThatCannotBeWrittenIsSaidBeforeItListens() {
    Run run =
        Product.run(
            List.of("tap", "--listen", "0", "--to", "1", "--pcapng", "/nonexistent/x.pcapng"));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("cannot write /nonexistent/x.pcapng");
  }

  /// A short conversation through a tap with these options.
  private static Run tap(String option, String value, String... more) {
    int front = Ports.free();
    try (WebSocketBackend backend = WebSocketBackend.start()) {
      List<String> arguments =
          new ArrayList<>(
              List.of("tap", "--listen", Integer.toString(front), "--to", backend.address()));
      arguments.addAll(List.of("--stop-after", "1", option, value));
      arguments.addAll(List.of(more));
      RunningProduct tap = RunningProduct.start("tapping", arguments);
      try (LiveSocket socket = open(front)) {
        socket.send(Frame.text("hello"));
        assertThat(socket.next(PATIENCE)).isInstanceOf(Incoming.Happened.class);
        assertThat(socket.next(PATIENCE)).isInstanceOf(Incoming.Happened.class);
        socket.send(Frame.binary("a".repeat(LARGE)));
        assertThat(socket.next(PATIENCE)).isInstanceOf(Incoming.Happened.class);
        assertThat(socket.next(PATIENCE)).isInstanceOf(Incoming.Happened.class);
        socket.closeCleanly(PATIENCE);
      }
      return tap.end();
    }
  }

  private static LiveSocket open(int port) {
    return PatientSocket.open("ws://127.0.0.1:" + port + "/ws?token=abcdef123456");
  }
}
