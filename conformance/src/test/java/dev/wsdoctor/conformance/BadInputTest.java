package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.BadPeer.Behaviour;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a person may type or point at by mistake, and what a hostile file or server may do: each
/// ends in a sentence and the right exit code, within its limit, without a stack trace.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class BadInputTest {
  private static final int BROKEN = 1;
  private static final int UNUSABLE = 2;
  private static final String URL = "ws://127.0.0.1:8080/";
  private static final int HUNDRED_MEGABYTES = 100 << 20;
  private static final Pattern STACK_TRACE =
      Pattern.compile("\\bat [a-z]+\\.[a-z.]+|Exception|internal error");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          foo://example.com/      | expected a URL that starts with ws:// or wss://
          ws://                   | expected a host
          ws:///path              | expected a host
          ws://[::1/              | expected an IPv6 address in brackets
          ws://127.0.0.1:99999/   | expected a port between 1 and 65535
          """)
  void aUrlThatIsNone(String url, String sentence) {
    check(Product.run(List.of("check", url, "--offline")), UNUSABLE, sentence);
  }

  @Test
  void noUrlAtAll() {
    check(
        Product.run(List.of("check")),
        UNUSABLE,
        "expected a URL, a configuration file or a folder");
    check(Product.run(List.of("explain")), UNUSABLE, "expected either a URL or --all");
  }

  @Test
  void aFileThatIsNotThere() {
    checkFile("absent.conf", UNUSABLE, "No such file or directory");
  }

  @Test
  void aDirectory() {
    checkFile(".", UNUSABLE, "Is a directory");
  }

  @Test
  void anEmptyFile() {
    write("empty.conf", "");
    checkFile("empty.conf", UNUSABLE, "is empty: expected an nginx configuration");
  }

  @Test
  void binaryGarbage() throws IOException {
    for (int seed = 0; seed < 20; seed++) {
      byte[] garbage = new byte[10_000];
      new Random(seed).nextBytes(garbage);
      Files.write(folder.resolve("garbage.conf"), garbage);
      Product.Run run = checkOffline("garbage.conf");

      assertThat(run.exitCode()).as("seed %d: %s", seed, run.err()).isEqualTo(UNUSABLE);
      assertThat(run.err()).as("seed %d", seed).contains("is no nginx configuration");
    }
  }

  @Test
  void aFileOfAHundredMegabytes() throws IOException {
    try (RandomAccessFile file =
        new RandomAccessFile(folder.resolve("large.conf").toFile(), "rw")) {
      file.setLength(HUNDRED_MEGABYTES);
    }
    checkFile("large.conf", UNUSABLE, "more than the 67108864 that a configuration file may have");
  }

  @Test
  void aTokenThatDoesNotEnd() {
    write("token.conf", http("server_name " + "a".repeat(16 << 20) + ";"));
    checkFile("token.conf", BROKEN, "too long parameter");
  }

  @Test
  void aFileThatIncludesItself() {
    write("loop.conf", "events {}\nhttp {\n  include loop.conf;\n  server { listen 8080; }\n}\n");
    checkFile("loop.conf", BROKEN, "include loop");
  }

  @Test
  void filesThatIncludeEachOtherTwiceOver() {
    for (int i = 0; i < 40; i++) {
      String next = "include %s.inc;".formatted(i + 1);
      write(i + ".inc", i == 39 ? "# the end\n" : next + next);
    }
    write("bomb.conf", "events {}\nhttp { include 0.inc; server { listen 8080; } }\n");
    Product.Run run = checkOffline("bomb.conf");

    assertThat(run.exitCode()).as(run.out() + run.err()).isIn(0, BROKEN);
    assertNoStackTrace(run);
  }

  @Test
  void blocksTenThousandDeep() {
    write("deep.conf", http("location / { ".repeat(10_000) + "} ".repeat(10_000)));
    checkFile("deep.conf", BROKEN, "blocks inside each other");
    write("open.conf", "events {} http { server { listen 8080; " + "location / { ".repeat(10_000));
    checkFile("open.conf", BROKEN, "blocks inside each other");
    write("braces.conf", "{".repeat(1 << 20));
    checkFile("braces.conf", UNUSABLE, "unexpected \"{\"");
  }

  @Test
  void aMapOfAMillionLines() {
    String rows =
        IntStream.range(0, 1_000_000)
            .mapToObj(i -> "k" + i + " v;")
            .collect(Collectors.joining("\n"));
    write(
        "map.conf",
        "events {} http { map $http_upgrade $up { default upgrade; "
            + rows
            + " } server { listen 8080; location / { proxy_pass http://127.0.0.1:9;"
            + " proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade;"
            + " proxy_set_header Connection $up; } } }");
    Product.Run run = checkOffline("map.conf", "--format", "json");

    assertThat(run.complaints()).as(run.out()).doesNotContain("connection-header-wrong");
    assertThat(run.out()).contains("\"name\":\"Connection\",\"value\":\"upgrade\"");
  }

  @Test
  void patternsThatWouldRunForEver() {
    write(
        "regex.conf",
        http(
            "location ~ ^/(a+)+$ { return 403; } location ~ ^/(a|aa)+$ { return 403; }"
                + " location ~ ^/((a*)*)*b$ { return 403; }"
                + " location / { proxy_pass http://127.0.0.1:9; }"));
    Product.Run run =
        Product.run(List.of("explain", URL + "a".repeat(2000) + "!", "-c", path("regex.conf")));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("http://127.0.0.1:9").contains("Assumed   the pattern ^/(a+)+$");
  }

  @Test
  void aHostThatDoesNotResolve() {
    write("nginx.conf", http("location / { proxy_pass http://127.0.0.1:9; }"));
    check(
        Product.run(List.of("check", "ws://no-such-host.invalid/", "-c", path("nginx.conf"))),
        BROKEN,
        "does not resolve");
  }

  @Test
  void aPortThatNobodyListensOn() {
    int port = Ports.free();
    write("nginx.conf", "events {} http { server { listen %d; } }".formatted(port));
    check(Product.run(List.of("check", url(port), "-c", path("nginx.conf"))), BROKEN, "refused");
  }

  /// They run side by side, because each takes as long as the probe waits.
  @Test
  void serversThatAreNoServers() throws Exception {
    record Case(Behaviour behaviour, String sentence) {}
    List<Case> cases =
        List.of(
            new Case(_ -> {}, "answered nothing"),
            new Case(BadPeer.answers("\0\1\2 garbage \r\n\r\n"), "garbage"),
            new Case(
                BadPeer.drips("HTTP/1.1 101 Switching Protocols\r\nX: y"), "bytes of an answer"));
    try (ExecutorService threads = Executors.newFixedThreadPool(cases.size())) {
      List<Future<?>> running = new ArrayList<>();
      for (Case each : cases) {
        running.add(threads.submit(() -> checkPeer(each.behaviour(), each.sentence())));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
  }

  private void checkPeer(Behaviour behaviour, String sentence) {
    try (BadPeer peer = BadPeer.start(behaviour)) {
      String name = peer.port() + ".conf";
      write(
          name,
          "events {} http { server { listen %d; location / { proxy_pass http://127.0.0.1:9; } } }"
              .formatted(peer.port()));
      check(Product.run(List.of("check", url(peer.port()), "-c", path(name))), BROKEN, sentence);
    }
  }

  private static String url(int port) {
    return "ws://127.0.0.1:%d/".formatted(port);
  }

  private static String http(String server) {
    return "events {}\nhttp { server { listen 8080; " + server + " } }\n";
  }

  private void write(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private Product.Run checkOffline(String name, String... more) {
    List<String> arguments = new ArrayList<>(List.of("check", URL, "-c", path(name), "--offline"));
    arguments.addAll(List.of(more));
    return Product.run(arguments);
  }

  private void checkFile(String name, int exitCode, String sentence) {
    check(checkOffline(name), exitCode, sentence);
  }

  private static void check(Product.Run run, int exitCode, String sentence) {
    String said = (run.out() + run.err()).replaceAll("\\s+", " ");
    assertThat(said).contains(sentence);
    assertThat(run.exitCode()).as(said).isEqualTo(exitCode);
    if (exitCode == UNUSABLE) {
      assertThat(run.out()).isEmpty();
    }
    assertNoStackTrace(run);
  }

  private static void assertNoStackTrace(Product.Run run) {
    assertThat(run.out() + run.err()).doesNotContainPattern(STACK_TRACE);
  }
}
