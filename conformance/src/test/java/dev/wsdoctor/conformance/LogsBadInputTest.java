package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Logs that are damaged, foreign or huge: what can be read is read, and the rest is named.
class LogsBadInputTest {
  private static final String SOCKET =
      "1.1.1.1 - - [20/Nov/2026:15:00:00 +0000] \"GET /ws HTTP/1.1\" 101 3 \"-\" \"x\"\n";

  @TempDir private Path folder;

  @Test
  void aLogInWhichNothingStandsYetIsNoFailure() throws Exception {
    Files.createFile(folder.resolve("error.log"));
    Product.Run run = logs("error.log");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(0);
    assertThat(run.out() + run.err()).contains("error.log is empty");
  }

  @Test
  void aCaptureIsReadByAnotherCommand() throws Exception {
    Files.write(
        folder.resolve("trace.pcap"), HexFormat.of().parseHex("d4c3b2a1020004000000000000000000"));
    Product.Run run = logs("trace.pcap");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("is a capture of packets", "wsdoctor read ");
  }

  @Test
  void aMissingFileIsRefused() {
    Product.Run run = logs("none.log");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("there is no log", "none.log; check the path");
  }

  @Test
  void junkAndEmptyFilesAreNamedAndTheRestIsRead() throws IOException {
    byte[] junk = new byte[300_000];
    new Random(7).nextBytes(junk);
    Files.write(folder.resolve("junk.log"), junk);
    Files.createFile(folder.resolve("empty.log"));
    assertThat(logs("junk.log", "empty.log").exitCode()).isEqualTo(2);
    write("access.log", SOCKET.repeat(4));
    Product.Run run = logs("junk.log", "empty.log", "access.log");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(0);
    assertThat(run.out())
        .startsWith("4 sockets ended")
        .contains("junk.log was not read")
        .contains("empty.log is empty");
  }

  @Test
  void aLineOfTenMegabytesIsPassedOver() throws IOException {
    write("access.log", SOCKET + "\" 101 ".repeat(1_700_000) + "\n" + SOCKET);
    Product.Run access = logs("access.log");
    assertThat(access.out()).startsWith("2 sockets ended").contains("of 1 lines only the first");
    String error =
        "2026/11/20 15:00:01 [error] 1#1: *1 no live upstreams while connecting to upstream";
    write("error.log", error + "\n" + "x".repeat(10_000_000) + "\n" + error + "\n");
    Product.Run errors = logs("error.log");
    assertThat(errors.exitCode()).isEqualTo(1);
    assertThat(errors.out()).contains("[upstream-marked-down]", "seen: 2 times");
  }

  @Test
  void ofATruncatedGzWhatCanBeUnpackedIsRead() throws IOException {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append(SOCKET.replace("/ws", "/ws/" + random.nextInt()));
    }
    byte[] packed = packed(text.toString());
    Files.write(folder.resolve("access.log.1.gz"), packed);
    assertThat(logs("access.log.1.gz").out()).startsWith("20,000 sockets ended");
    Files.write(folder.resolve("cut.gz"), Arrays.copyOf(packed, packed.length / 2));
    Product.Run cut = logs("cut.gz");
    assertThat(cut.out()).contains("cut.gz is damaged");
    assertThat(cut.out()).doesNotStartWith("0 sockets");
    assertThat(cut.exitCode()).isEqualTo(0);
  }

  @Test
  void whatComesOnceIsNotReadTwice() throws Exception {
    Path pipe = folder.resolve("access.log");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Product.Run run = logs("access.log");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(pipe + " is a pipe, device or socket", "docker logs");
    Product.Run read = Product.run(List.of("read", pipe.toString()));
    assertThat(read.exitCode()).isEqualTo(2);
    assertThat(read.err()).contains(pipe + " is a pipe, device or socket");
  }

  @Test
  void aFolderStandsForTheLogsInIt() throws IOException {
    write("access.log", SOCKET);
    write("access.log.1", SOCKET);
    write("notes.txt", "nothing");
    Product.Run run = Product.run(List.of("logs", folder.toString()));
    assertThat(run.out()).startsWith("2 sockets ended").doesNotContain("notes.txt");
  }

  @Test
  void partsAreMergedAndWhatIsNoneIsRefused() throws IOException {
    write("access.log", (SOCKET + SOCKET.replace(" 101 ", " 403 ")).repeat(40));
    for (int i = 1; i <= 3; i++) {
      write("part" + i + ".txt", logs("access.log", "--shard", i + "/3").out());
    }
    Product.Run merged = logs("merge", "part2.txt", "part3.txt", "part1.txt", "--format", "json");
    Product.Run whole = logs("access.log", "--format", "json");
    assertThat(merged.out()).as(merged.err()).isEqualTo(whole.out());
    assertThat(merged.exitCode()).isEqualTo(whole.exitCode());
    assertThat(logs("merge", "part1.txt", "part3.txt").err()).contains("part 2/3 is missing");
    assertThat(logs("access.log", "--shard", "4/3").err()).contains("expected a part such as 1/4");
  }

  @Test
  void secretsInLogsAreNotRepeated() throws IOException {
    String request = SOCKET.replace("/ws", "/ws/token=abc123def/x?access_token=q1w2e3r4");
    write("access.log", (request.replace(" 101 ", " 403 ") + SOCKET).repeat(4) + request);
    write(
        "error.log",
        "2026/11/20 15:00:01 [error] 1#1: *1 upstream sent invalid header: \"Set-Cookie: a=q1w2e3r4\\x00\""
            + " while reading response header from upstream, client: 1.1.1.1, server: a, request:"
            + " \"GET /ws/token=abc123def/x HTTP/1.1\", upstream: \"http://127.0.0.1:1/\"\n");
    for (String format : List.of("text", "json")) {
      Product.Run hidden = logs("access.log", "error.log", "--format", format);
      assertThat(hidden.out())
          .contains("/ws/token=[hidden]", "a=[hidden]")
          .doesNotContain("abc123def", "q1w2e3r4");
      assertThat(logs("access.log", "error.log", "--format", format, "--show-secrets").out())
          .contains("/ws/token=abc123def", "a=q1w2e3r4");
    }
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text, StandardCharsets.ISO_8859_1);
  }

  private static byte[] packed(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }
    return bytes.toByteArray();
  }

  /// The names of files, then options.
  private Product.Run logs(String... arguments) {
    return Product.run(
        Stream.concat(Stream.of("logs"), Stream.of(arguments).map(this::inFolder)).toList());
  }

  private String inFolder(String argument) {
    return argument.contains(".") ? folder.resolve(argument).toString() : argument;
  }
}
