package dev.wsdoctor.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.gateway.log.LogOpening.Opened;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.log.Level;
import dev.wsdoctor.nginx.Connection;
import dev.wsdoctor.nginx.Execution;
import dev.wsdoctor.nginx.FileView;
import dev.wsdoctor.nginx.Nginx;
import dev.wsdoctor.nginx.Truth;
import dev.wsdoctor.nginx.UpstreamEnding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsTest {
  private static final Instant NOW = Instant.parse("2026-11-29T04:05:06Z");

  @TempDir private Path folder;

  /// A request that has been answered with these values.
  private record Told(Map<String, String> variables) implements Truth {
    @Override
    public boolean isRunning() {
      return true;
    }

    @Override
    public Optional<String> variable(String name) {
      return Optional.ofNullable(variables.get(name));
    }

    @Override
    public Optional<Integer> verdict(Directive by) {
      return Optional.of(0);
    }

    @Override
    public List<UpstreamEnding> upstreamEndings() {
      return List.of();
    }

    @Override
    public Optional<Refusal> refusal() {
      return Optional.empty();
    }
  }

  /// A configuration with its logs.
  private record Site(Nginx nginx, Logs logs) {
    Execution get(String target) {
      Request request =
          new Request("GET", target, "HTTP/1.1", Fields.of("Host", "h", "Cookie", "a=; b=\"2\""));
      Map<String, String> values = Map.of("status", "204", "body_bytes_sent", "0");
      return nginx.execute(
          Connection.plain("127.0.0.1", 80), request, FileView.EMPTY, new Told(values));
    }

    void log(String target) {
      logs.access(get(target), () -> ErrorPlace.ofIdle(1), NOW);
    }
  }

  private static Configuration read(String text) {
    return Configuration.ofDump("nginx.conf", text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private Opened open(Configuration configuration) {
    LogSettings settings = new LogSettings(folder, "main.log", "default.log", ZoneOffset.UTC, 42);
    return LogOpening.open(configuration, settings);
  }

  private Site site(String text) {
    Configuration configuration = read(text);
    if (open(configuration) instanceof Opened.Usable(Logs logs)) {
      return new Site(Nginx.of(configuration, NginxVersion.NEWEST_STABLE), logs);
    }
    throw new AssertionError("refused: " + text);
  }

  private String file(String name) throws IOException {
    return Files.readString(folder.resolve(name), StandardCharsets.ISO_8859_1);
  }

  /// What a request writes into `a.log`.
  private String written(String http, String target) throws IOException {
    Site site = site("http { " + http + " }");
    site.log(target);
    site.logs().close();
    return Files.exists(folder.resolve("a.log")) ? file("a.log") : "";
  }

  private String line(String format) throws IOException {
    Files.deleteIfExists(folder.resolve("a.log"));
    String http =
        "log_format f "
            + format
            + "; access_log a.log f; map $host $none { x y; }"
            + " server { listen 80; set $empty \"\"; return 204; }";
    return written(http, "/x?e=&k=%22");
  }

  @Test
  void aLineHasTheValuesOfItsVariables() throws Exception {
    assertThat(line("'$status ${request_uri}$arg_k'")).isEqualTo("204 /x?e=&k=%22%22\n");
  }

  @Test
  void whatIsNotFoundIsADashButAnEmptyValueIsNot() throws Exception {
    assertThat(line("'[$arg_e][$arg_f][$cookie_a][$cookie_c][$http_x][$empty][$none][$https]'"))
        .isEqualTo("[][-][][-][-][][][]\n");
    assertThat(line("escape=json '[$arg_f][$bytes_sent]'")).isEqualTo("[][0]\n");
  }

  @Test
  void valuesAreEscapedAsTheFormatSays() throws Exception {
    assertThat(line("'$cookie_b'")).isEqualTo("\\x222\\x22\n");
    assertThat(line("escape=json '$cookie_b'")).isEqualTo("\\\"2\\\"\n");
    assertThat(line("escape=none '$cookie_b'")).isEqualTo("\"2\"\n");
  }

  @Test
  void aConditionAndOffKeepLinesBack() throws Exception {
    String server = "server { listen 80; return 204; }";
    assertThat(written("access_log a.log combined if=$arg_k; " + server, "/?k=0")).isEmpty();
    assertThat(written("access_log a.log combined if=$arg_k; " + server, "/?k=1")).isNotEmpty();
    Files.delete(folder.resolve("a.log"));
    String off = "server { listen 80; access_log off; access_log a.log; return 204; }";
    assertThat(written(off, "/")).isEmpty();
  }

  @Test
  void withoutAnAccessLogTheDefaultOneIsWritten() throws Exception {
    written("server { listen 80; return 204; }", "/");
    assertThat(file("default.log"))
        .isEqualTo("127.0.0.1 - - [-] \"GET / HTTP/1.1\" 204 0 \"-\" \"-\"\n");
  }

  @Test
  void aPathMayHaveVariablesWhereTheRootIsThere() throws Exception {
    String server = "server { listen 80; root %s; access_log $arg_n.log combined; return 204; }";
    written(server.formatted(folder), "/?n=one");
    assertThat(folder.resolve("one.log")).exists();
    written(server.formatted(folder.resolve("none")), "/?n=two");
    assertThat(folder.resolve("two.log")).doesNotExist();
    assertThat(file("main.log")).contains("existence failed (2: No such file");
  }

  @Test
  void aBufferIsWrittenWhenItIsFullOrItsTimeIsOver() throws Exception {
    Site site =
        site(
            "http { log_format f $arg_a; access_log a.log f buffer=10 flush=5s;"
                + " server { listen 80; return 204; } }");
    try (Logs logs = site.logs()) {
      site.log("/?a=123");
      site.log("/?a=45");
      assertThat(file("a.log")).isEmpty();
      site.log("/?a=678");
      assertThat(file("a.log")).isEqualTo("123\n45\n");
      assertThat(logs.nextFlush()).contains(NOW.plusSeconds(5));
      logs.flush(NOW.plusSeconds(4));
      assertThat(file("a.log")).isEqualTo("123\n45\n");
      logs.flush(NOW.plusSeconds(5));
      site.log("/?a=longer-than-the-buffer");
      assertThat(file("a.log")).endsWith("\n678\nlonger-than-the-buffer\n");
    }
  }

  @Test
  void aBufferIsWrittenByTheTimer() throws Exception {
    Site site =
        site(
            "http { log_format f $arg_a; access_log a.log f buffer=1k flush=10ms;"
                + " server { listen 80; return 204; } }");
    var executor = new ScheduledThreadPoolExecutor(1);
    CountDownLatch looked = new CountDownLatch(2);
    try (Logs logs = site.logs()) {
      logs.flushBy(
          executor,
          () -> {
            looked.countDown();
            // not due at the first look, as a clock may be that is set back
            return looked.getCount() > 0 ? NOW : NOW.plusSeconds(1);
          });
      site.log("/?a=123");
      assertThat(looked.await(10, TimeUnit.SECONDS)).isTrue();
      executor.shutdown();
      assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
      assertThat(file("a.log")).isEqualTo("123\n");
    }
  }

  @Test
  void compressedLogsCanBeRead() throws Exception {
    written(
        "log_format f $arg_a; access_log a.log f gzip=3; server { listen 80; return 204; }",
        "/?a=one");
    written(
        "log_format f $arg_a; access_log a.log f gzip; server { listen 80; return 204; }",
        "/?a=two");
    byte[] bytes = Files.readAllBytes(folder.resolve("a.log"));
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      assertThat(new String(gzip.readAllBytes(), StandardCharsets.ISO_8859_1))
          .isEqualTo("one\ntwo\n");
    }
  }

  @Test
  void errorsGoToTheLogsOfTheirLevelAndPlace() throws Exception {
    Site site =
        site(
            "error_log main.log warn; http { server { listen 80; error_log s.log info;"
                + " error_log t.log crit; return 204; } }");
    try (Logs logs = site.logs()) {
      Execution execution = site.get("/x");
      ErrorPlace place = ErrorPlace.ofConnection(7, Action.KEEPALIVE, "127.0.0.1", "0.0.0.0:80");
      logs.error(execution.scope(), ClientMessages.prematurelyClosed(), Optional.of(place), NOW);
      logs.error(
          execution.scope().outer().orElseThrow(), ClientMessages.prematurelyClosed(), place, NOW);
      logs.error(UpstreamMessages.temporarilyDisabled(), NOW);
      logs.error(
          execution.scope().outer().orElseThrow(),
          UpstreamMessages.timedOut(),
          ErrorPlace.ofIdle(3),
          NOW);
      assertThat(logs.takes(execution.scope(), Level.INFO)).isTrue();
      assertThat(logs.takes(execution.scope(), Level.DEBUG)).isFalse();
    }
    assertThat(file("s.log"))
        .isEqualTo(
            "2026/11/29 04:05:06 [info] 42#42: *7 client prematurely closed connection while"
                + " keepalive, client: 127.0.0.1, server: 0.0.0.0:80\n");
    assertThat(file("t.log")).isEmpty();
    assertThat(file("main.log"))
        .isEqualTo(
            "2026/11/29 04:05:06 [warn] 42#42: upstream server temporarily disabled\n"
                + "2026/11/29 04:05:06 [error] 42#42: *3 upstream timed out (110: Connection timed"
                + " out)\n");
  }

  @Test
  void aLongLineIsCut() throws Exception {
    try (Logs logs = site("error_log main.log; http { server { } }").logs()) {
      logs.error(UpstreamMessages.badHeader("x".repeat(5000)), NOW);
    }
    assertThat(file("main.log")).hasSize(2048).endsWith("x\n");
  }

  @Test
  void filesAreReopenedByName() throws Exception {
    try (Logs logs = site("error_log main.log; http { access_log off; }").logs()) {
      logs.error(UpstreamMessages.noLiveUpstreams(), NOW);
      Files.move(folder.resolve("main.log"), folder.resolve("old.log"));
      logs.reopen(NOW);
      logs.error(UpstreamMessages.prematurelyClosed(), NOW);
    }
    assertThat(file("old.log")).contains("no live upstreams").hasLineCount(1);
    assertThat(file("main.log")).contains("prematurely").hasLineCount(1);
  }

  @Test
  void whatCannotBeWrittenIsRefused() {
    assertThat(open(read("error_log syslog:server=unix:/x; http { access_log none/a.log; }")))
        .isEqualTo(
            new Opened.Refused(
                List.of(
                    "\"error_log syslog:server=unix:/x\" is not supported by this gateway in"
                        + " nginx.conf:1; name a server by address and port",
                    "open() \""
                        + folder.resolve("none/a.log")
                        + "\" failed (2: No such file or directory)")));
  }
}
