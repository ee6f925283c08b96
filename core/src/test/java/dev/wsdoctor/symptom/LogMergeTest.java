package dev.wsdoctor.symptom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogMergeTest {
  private static final List<String> ACCESS =
      List.of(
          "1.1.1.1 - - [%s] \"GET /ws?token=x HTTP/1.1\" 101 3 \"-\" \"x\"",
          "1.1.1.1 - - [%s] \"GET /ws HTTP/1.0\" 426 3 \"-\" \"x\"",
          "1.1.1.1 - - [%s] \"GET / HTTP/1.1\" 200 3 \"-\" \"x\"",
          "1.1.1.1 - - [%s] \"GET /ws/b HTTP/1.1\" 502 3 \"-\" \"x\"\r",
          "1.1.1.1 - - [%s] \"GET /ws HTTP/1.1\" 101 3 \"-\" \"x\"\r\r",
          "\" 101 no line of a log",
          "#log\t1\ttrue\tx",
          " 101 ",
          "\0\0");

  private static final List<String> JSON =
      List.of(
          "{\"time\":\"%s\",\"connection\":\"%d\",\"status\":\"101\",\"request_time\":\"60.001\",\"request_completion\":\"OK\",\"request_uri\":\"/ws\"}",
          "{\"time\":\"%s\",\"connection\":\"%d\",\"status\":\"101\",\"request_time\":\"3.2\",\"request_completion\":\"\",\"request_uri\":\"/ws\"}",
          "{\"time\":\"%s\",\"connection\":\"%d\",\"status\":\"403\",\"request_time\":\"0.0\",\"request_completion\":\"OK\",\"request_uri\":\"/ws\"}",
          "{\"time\":\"%s\",\"connection\":\"%d\",\"status\":\"200\",\"request_time\":\"0.0\",\"request_completion\":\"OK\",\"request_uri\":\"/\"}");

  private static final List<String> ERRORS =
      List.of(
          "[info] 7#7: *%d upstream timed out (110: Connection timed out) while proxying upgraded connection, client: c, server: s, request: \"GET /ws HTTP/1.1\", upstream: \"http://u/ws\"",
          "[error] 7#7: *%d recv() failed (104: Connection reset by peer) while proxying upgraded connection, client: c, server: s, request: \"GET /ws HTTP/1.1\"",
          "[error] 7#7: *%d no live upstreams while connecting to upstream, client: c, server: s, request: \"GET /page HTTP/1.1\"",
          "[error] 7#7: *%d connect() failed (111: Connection refused) while connecting to upstream, client: c, server: s, request: \"GET /ws HTTP/1.1\"",
          "[warn] 7#7: *%d an upstream response is buffered to a temporary file",
          "[notice] 7#7: gracefully shutting down",
          "[debug] 7#7: *%d accept: 127.0.0.1:5 fd:3",
          "[debug] 7#7: *%d http header: \"Upgrade: websocket\"",
          "[debug] 7#7: *%d http proxy header:\n\"GET /ws HTTP/1.1\n\n\"",
          "[debug] 7#7: *%d close http connection: 3");

  @TempDir private Path folder;

  @Test
  void thePartsTogetherTellWhatTheWholeTells() throws IOException {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      List<Path> logs = logs(random);
      LogReport whole = LogExamination.of(logs, Optional.empty());
      List<Path> parts = extracts(logs, 1 + random.nextInt(6));
      Collections.shuffle(parts, random);
      assertThat(merged(parts)).as("seed %d", seed).isEqualTo(whole);
    }
  }

  @Test
  void linesLongerThanAPartAreReadOnce() throws IOException {
    String socket = ACCESS.getFirst().formatted("t") + "\n";
    List<Path> logs =
        List.of(
            write("access.log", socket + "\" 101 ".repeat(100_000) + "\n" + socket),
            write("error.log", "2026/11/20 15:00:00 [error] 1#1: *1 " + "x".repeat(300_000)));
    LogReport whole = LogExamination.of(logs, Optional.empty());
    assertThat(whole.remarks()).anyMatch(remark -> remark.contains("of 1 lines only the first"));
    assertThat(merged(extracts(logs, 7))).isEqualTo(whole);
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() throws IOException {
    Path log = write("access.log", (ACCESS.getFirst().formatted("t") + "\n").repeat(9));
    List<Path> parts = extracts(List.of(log), 3);
    assertThat(refused(parts.subList(0, 2))).contains("2 of 3 parts are there");
    assertThat(refused(parts.subList(1, 3))).contains("part 1/3 is missing");
    assertThat(refused(List.of(parts.get(0), parts.get(0), parts.get(1)))).contains("there twice");
    assertThat(refused(List.of(log))).contains("is not what wsdoctor logs --shard I/N prints");
    write("access.log", "1.1.1.1 - - [t] \"GET /ws HTTP/1.1\" 101 3 \"-\" \"x\"\n");
    Path grown = extracts(List.of(log), 3).get(2);
    assertThat(refused(List.of(parts.get(0), parts.get(1), grown))).contains("different logs");
  }

  private List<Path> logs(Random random) throws IOException {
    List<Path> logs = new ArrayList<>();
    logs.add(write("access.log", text(random, ACCESS)));
    logs.add(write("json.log", text(random, JSON)));
    logs.add(write("error.log", text(random, ERRORS)));
    logs.add(write("junk.log", random.nextBoolean() ? "" : "nothing known\n"));
    Path packed = folder.resolve("access.log.1.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(text(random, ACCESS).getBytes(StandardCharsets.ISO_8859_1));
    }
    logs.add(packed);
    Collections.shuffle(logs, random);
    return logs;
  }

  private static String text(Random random, List<String> shapes) {
    StringBuilder text = new StringBuilder();
    int lines = random.nextInt(80);
    for (int i = 0; i < lines; i++) {
      String time = "2026/11/20 15:00:%02d".formatted(random.nextInt(60));
      String shape = shapes.get(i == 0 ? 0 : random.nextInt(shapes.size()));
      text.append(shape.startsWith("[") ? time + " " + shape : shape.replaceFirst("%s", time));
      text.append('\n');
    }
    String all = text.toString();
    while (all.contains("%d")) {
      all = all.replaceFirst("%d", Integer.toString(random.nextInt(9)));
    }
    return random.nextBoolean() ? all : all.stripTrailing();
  }

  private List<Path> extracts(List<Path> logs, int of) throws IOException {
    List<Path> parts = new ArrayList<>();
    for (int i = 1; i <= of; i++) {
      StringBuilder text = new StringBuilder();
      LogExtract.write(
          logs, Optional.empty(), new LogPart(i, of), line -> text.append(line).append('\n'));
      parts.add(write("part%d.%d.%d".formatted(i, of, text.length()), text.toString()));
    }
    return parts;
  }

  private static LogReport merged(List<Path> parts) {
    assertThat(LogMerge.of(parts)).isInstanceOf(LogMerge.Ready.class);
    return ((LogMerge.Ready) LogMerge.of(parts)).report(Optional.empty());
  }

  private static String refused(List<Path> parts) {
    assertThat(LogMerge.of(parts)).isInstanceOf(LogMerge.Unusable.class);
    return ((LogMerge.Unusable) LogMerge.of(parts)).message();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text, StandardCharsets.ISO_8859_1);
  }
}
