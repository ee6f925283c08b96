package dev.wsdoctor.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.finding.Suppressed;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.symptom.LogReport;
import dev.wsdoctor.symptom.Symptoms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the client saw decides between the causes that a configuration leaves open.
class SymptomsTest {
  private static final String GOOD =
      """
      proxy_pass http://127.0.0.1:9000; proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;
      proxy_set_header Host $http_host;
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1006 | 60  |      | read-timeout-too-short | BROKEN
          1006 | 59  |      | read-timeout-too-short | BROKEN
          1006 | 100 | 3600 | intermediary-timeout   | BROKEN
          1006 | 60  | 3600 | intermediary-timeout   | BROKEN
          1006 | 350 | 3600 | intermediary-timeout   | BROKEN
          1006 | 300 | 300  | read-timeout-too-short | BROKEN
          1006 | 777 | 3600 | closed-by-backend      | UNKNOWN
          1006 | 95  | 60   | read-timeout-too-short | BROKEN
          1009 | 5   | 3600 | message-too-big        | BROKEN
          1008 | 0   | 3600 | closed-by-backend      | BROKEN
          4001 | 60  | 60   | closed-by-backend      | BROKEN
          1015 | 0   | 3600 | tls-weak               | BROKEN
          """)
  void aCloseCodeAndATimeNameWhoEndedTheSocket(
      int code, int seconds, Integer limit, String first, Verdict verdict) {
    String location = GOOD + (limit == null ? "" : "proxy_read_timeout " + limit + "s;");
    Report report = check(location, Symptoms.ofClose(code, Duration.ofSeconds(seconds)));
    assertThat(report.causes().getFirst().id()).as(report.toString()).isEqualTo(first);
    assertThat(report.verdict()).isEqualTo(verdict);
    assertThat(report.causes().getFirst().evidence())
        .anySatisfy(e -> assertThat(e.kind()).isEqualTo(Evidence.Kind.SYMPTOM));
  }

  @Test
  void theHopsThatHaveTheNumberAreNamed() {
    String location = GOOD + "proxy_read_timeout 1h;";
    assertThat(first(location, Symptoms.ofClose(1006, Duration.ofSeconds(101))).summary())
        .contains("Cloudflare");
    assertThat(first(location, Symptoms.ofClose(1006, Duration.ofSeconds(62))).summary())
        .contains("AWS Application Load Balancer");
  }

  @Test
  void theIdleLimitThatRanOutIsMendedWhereItIsSet() {
    Finding cause =
        first(GOOD + "proxy_read_timeout 300s;", Symptoms.ofClose(1006, Duration.ofMinutes(5)));
    assertThat(cause.severity()).isEqualTo(Severity.ERROR);
    assertThat(cause.places().getFirst().text()).isEqualTo("proxy_read_timeout 300s");
    assertThat(cause.fix().orElseThrow().edits()).hasSize(1);
  }

  @Test
  void streamHasAnIdleLimitOfItsOwn() {
    String stream =
        """
        events {}
        stream { server { listen 80; proxy_pass 127.0.0.1:9000; proxy_timeout 90s; } }
        """;
    Report report = checkFile(stream, Symptoms.ofClose(1006, Duration.ofSeconds(90)));
    assertThat(report.causes().getFirst().id()).isEqualTo("read-timeout-too-short");
    assertThat(report.causes().getFirst().places().getFirst().text()).contains("proxy_timeout");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          400 | upstream-wrong-port
          401 | access-refused
          403 | origin-rejected-by-backend
          429 | access-refused
          404 | backend-path-mismatch
          426 | config-not-loaded
          301 | redirect-instead-of-upgrade
          414 | request-head-too-large
          431 | request-head-too-large
          499 | upstream-unreachable
          500 | backend-error
          502 | upstream-unreachable
          504 | upstream-unreachable
          9   | upstream-scheme-mismatch
          521 | upstream-unreachable
          """)
  void aStatusSpeaksForACauseWhereTheFileIsRight(int status, String first) {
    assertThat(first(GOOD + "proxy_read_timeout 1h;", Symptoms.ofStatus(status)).id())
        .isEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          websocket | 400 | 400 | upstream-wrong-port
          websocket | 426 | 426 | config-not-loaded
                    | 400 | 400 | intermediary-strips-upgrade
          websocket | 500 | 500 | backend-error
          websocket | 400 | -   | client-url-mismatch
          websocket | 403 | -   | access-refused
          websocket | 503 | 503 | backend-error
          """)
  void theAccessLogShowsWhetherTheHandshakeCameAndWhoRefusedIt(
      String upgrade, String status, String ofUpstream, String first) throws IOException {
    Path log = folder.resolve("access.log");
    String line =
        "%s \"GET /ws HTTP/1.1\" \"%s\" %s\n"
            .formatted(status, upgrade == null ? "-" : upgrade, ofUpstream);
    Files.writeString(log, line.repeat(3));
    String file =
        """
        events {}
        http {
          log_format ws '$status "$request" "$http_upgrade" $upstream_status';
          server { listen 80; server_name a.example; access_log l ws;
            location /ws { %s proxy_read_timeout 1h; } }
        }
        """
            .formatted(GOOD);
    Report report = checkFile(file, logs(List.of(), List.of(log)));
    assertThat(report.causes().getFirst().id()).as(report.toString()).isEqualTo(first);
  }

  @Test
  void whatASubrequestMeetsIsNotTheBackends() {
    String line =
        "2026/11/20 15:00:01 [error] 1#1: *2 %s, client: 1.2.3.4, server: a.example, request: \"GET /ws HTTP/1.1\", %shost: \"a.example\"";
    List<String> lines =
        List.of(
            line.formatted(
                "connect() failed (111: Connection refused) while connecting to upstream",
                "subrequest: \"/_auth\", upstream: \"http://127.0.0.1:4180/\", "),
            line.formatted("auth request unexpected status: 502 while sending to client", ""));
    Symptoms pasted =
        new Symptoms(
            Optional.empty(), Optional.empty(), Optional.empty(), lines, List.of(), List.of());
    assertThat(check(GOOD, pasted).causes())
        .extracting(Finding::id)
        .startsWith("access-refused")
        .doesNotContain("upstream-unreachable");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          proxy_pass http://127.0.0.1:9000;                | 400 | upgrade-headers-missing
          proxy_pass http://127.0.0.1:9000;                | 502 | upstream-unreachable
          proxy_pass http://127.0.0.1:9000; deny all;      | 403 | access-refused
          return 301 https://a.example/;                   | 301 | redirect-instead-of-upgrade
          return 301 https://a.example/;                   | 403 | config-not-loaded
          """)
  void aStatusDecidesBetweenTheCausesThatWereFound(String location, int status, String first) {
    List<Finding> causes = check(location, Symptoms.ofStatus(status)).causes();
    assertThat(causes.getFirst().id()).as(causes.toString()).isEqualTo(first);
  }

  @Test
  void aLimitThatIsInForceExplains503() {
    assertThat(first(GOOD + "limit_conn z 1;", Symptoms.ofStatus(503)).id())
        .isEqualTo("access-refused");
  }

  @Test
  void whatNginxAsksForBesidesExplainsItsOwnStatus() {
    assertThat(first(GOOD + "auth_request /_auth;", Symptoms.ofStatus(500)).id())
        .isEqualTo("access-refused");
  }

  @Test
  void aSocketThatOpenedIsNotRefused() {
    Report report = check("proxy_pass http://127.0.0.1:9000;", Symptoms.ofStatus(101));
    assertThat(report.causes()).noneMatch(Finding::isError);
    assertThat(report.causes().getFirst().id()).isEqualTo("config-not-loaded");
  }

  @Test
  void whatOpensAndEndsAtOnceIsNotHealthy() {
    Symptoms atOnce =
        new Symptoms(
            Optional.of(101),
            Optional.of(1006),
            Optional.of(Duration.ZERO),
            List.of(),
            List.of(),
            List.of());
    Report report = check(GOOD + "proxy_read_timeout 1h;", atOnce);
    assertThat(report.causes().getFirst().id()).isEqualTo("closed-by-backend");
    assertThat(report.verdict()).isNotEqualTo(Verdict.HEALTHY);
  }

  @Test
  void a1006AloneExplainsNothingAndIsNotCalledHealthy() {
    Symptoms lost =
        new Symptoms(
            Optional.empty(), Optional.of(1006), Optional.empty(), List.of(), List.of(), List.of());
    Report report = check(GOOD + "proxy_read_timeout 1h;", lost);
    assertThat(report.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(report.remarks()).anyMatch(remark -> remark.contains("--error-log"));
  }

  @Test
  void aPastedLineOfTheErrorLogNamesItsCause() {
    Symptoms pasted =
        new Symptoms(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of("[error] upstream sent too big header while reading response header"),
            List.of(),
            List.of());
    Finding cause = first(GOOD, pasted);
    assertThat(cause.id()).isEqualTo("upstream-header-too-big");
    assertThat(cause.places().getFirst().text()).contains("proxy_pass");
  }

  @Test
  void theLogsAreReadCompressedTooAndSayHowOftenAndWhen() throws IOException {
    String line =
        "2026/11/20 15:00:0%d [info] 1#1: *2 upstream timed out (110: Connection timed out) while proxying upgraded connection, client: 1.2.3.4, server: a.example, request: \"GET /ws?token=SECRET HTTP/1.1\", upstream: \"http://127.0.0.1:9000/ws\", host: \"a.example\"\n";
    String text = "\0\0junk\u00ff\n" + line.formatted(1) + line.formatted(2);
    Path plain = folder.resolve("error.log");
    Files.writeString(plain, text, StandardCharsets.ISO_8859_1);
    Path packed = folder.resolve("error.log.gz");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }
    for (Path log : List.of(plain, packed)) {
      Finding cause = first(GOOD, logs(List.of(log), List.of()));
      assertThat(cause.id()).as(log.toString()).isEqualTo("read-timeout-too-short");
      assertThat(cause.severity()).isEqualTo(Severity.ERROR);
      assertThat(cause.evidence().getLast().text())
          .startsWith("2 times, last 2026/11/20 15:00:02: upstream timed out")
          .doesNotContain("SECRET");
    }
  }

  @Test
  void aDamagedArchiveIsReadAsFarAsItGoes() throws IOException {
    Path packed = folder.resolve("cut.gz");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(
          "2026/11/20 15:00:01 [alert] 1#1: 8 worker_connections are not enough\n"
              .getBytes(StandardCharsets.US_ASCII));
    }
    byte[] whole = Files.readAllBytes(packed);
    Files.write(packed, Arrays.copyOf(whole, whole.length - 6));
    Report report = check(GOOD, logs(List.of(packed), List.of()));
    assertThat(report.remarks()).anyMatch(remark -> remark.contains("is damaged"));
    assertThat(report.causes().getFirst().id()).isEqualTo("worker-connections-exhausted");
  }

  @Test
  void theLinesOfAnAccessLogAddUp() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      lines.append(
          "1.1.1.1 - - [20/Nov/2026:15:00:%02d +0000] \"GET /ws HTTP/1.0\" 400 3 \"-\" \"x\"\n"
              .formatted(i));
    }
    Path log = Files.writeString(folder.resolve("access.log"), lines);
    Report report = check(GOOD + "proxy_read_timeout 1h;", logs(List.of(), List.of(log)));
    assertThat(report.causes().getFirst().id()).isEqualTo("intermediary-strips-upgrade");
    assertThat(report.remarks())
        .anyMatch(remark -> remark.endsWith("10 of 10 lines are about this URL"));
  }

  @Test
  void aClientThatTakesNoDataIsNamedWithoutALine() throws IOException {
    Path log = access("\"GET /ws HTTP/1.1\" 101 900000 - 12.0\n", 4);
    Report report = checkFile(COMPLETION, logs(List.of(), List.of(log)));
    assertThat(report.causes().getFirst().id()).isEqualTo("half-open-connection");
  }

  @Test
  void whatNginxCompletesItHasNotEnded() throws IOException {
    Path log = access("\"GET /ws HTTP/1.1\" 101 900000 OK 0.2\n", 2);
    Report report = checkFile(COMPLETION, logs(List.of(), List.of(log)));
    assertThat(report.verdict()).as(report.causes().toString()).isEqualTo(Verdict.HEALTHY);
  }

  private static final String COMPLETION =
      """
      events {}
      http {
        log_format ends '$remote_addr [$time_local] "$request" $status $body_bytes_sent $request_completion $request_time';
        access_log /var/log/nginx/access.log ends;
        server {
          listen 80; server_name a.example;
          location /ws { %s proxy_read_timeout 1h; }
        }
      }
      """
          .formatted(GOOD);

  /// So many lines, two seconds apart.
  private Path access(String rest, int lines) throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      log.append("1.1.1.1 [20/Nov/2026:15:00:%02d +0000] ".formatted(2 * i))
          .append(rest.replace(" - ", "  "));
    }
    return Files.writeString(folder.resolve("access.log"), log);
  }

  @Test
  void socketsThatEndTogetherBeforeNobodyListensWereTheBackends() throws IOException {
    Path accesses =
        Files.writeString(
            folder.resolve("access.log"),
            "1.1.1.1 - - [20/Nov/2026:15:00:01 +0000] \"GET /ws HTTP/1.1\" 101 3 \"-\" \"x\"\n"
                .repeat(8));
    Path errors =
        Files.writeString(
            folder.resolve("error.log"),
            refused("15:00:02", "127.0.0.1") + refused("15:00:03", "127.0.0.1"));
    Report report = check(GOOD, logs(List.of(errors), List.of(accesses)));
    assertThat(report.causes().stream().filter(Finding::isError).map(Finding::id))
        .containsExactly("upstream-unreachable", "closed-by-backend");
    Report alone = check(GOOD, logs(List.of(errors), List.of()));
    assertThat(alone.causes()).extracting(Finding::id).doesNotContain("closed-by-backend");
  }

  private static String refused(String time, String address) {
    return ("2026/11/20 %s [error] 7#7: *1 connect() failed (111: Connection refused) while connecting to upstream,"
            + " client: 1.1.1.1, server: a.example, request: \"GET /ws HTTP/1.1\", upstream:"
            + " \"http://%s:9000/ws\", host: \"a.example\"\n")
        .formatted(time, address);
  }

  /// nginx writes "no live upstreams" because of the failures that it tells before.
  @Test
  void whyAPeerFailsIsNamedBeforeThatItWasTakenOut() throws IOException {
    String tail =
        " while connecting to upstream, client: 1.1.1.1, server: a.example, request: \"GET /ws HTTP/1.1\", upstream:"
            + " \"http://127.0.0.1:9000/ws\", host: \"a.example\"\n";
    Path errors =
        Files.writeString(
            folder.resolve("error.log"),
            refused("15:00:02", "127.0.0.1")
                + ("2026/11/20 15:00:03 [error] 7#7: *2 no live upstreams" + tail).repeat(5));
    Report report = check(GOOD, logs(List.of(errors), List.of()));
    assertThat(report.causes().getFirst().id()).isEqualTo("upstream-unreachable");
  }

  @Test
  void aSentenceOfNginxLeavesNothingToBeGuessedFromTheStatus() throws IOException {
    Path errors =
        Files.writeString(
            folder.resolve("error.log"),
            "2026/11/20 15:00:01 [error] 7#7: *1 upstream prematurely closed connection while reading response header"
                + " from upstream, client: 1.1.1.1, server: a.example, request: \"GET /ws HTTP/1.1\", upstream:"
                + " \"http://127.0.0.1:9000/ws\", host: \"a.example\"\n");
    Path accesses =
        Files.writeString(
            folder.resolve("access.log"),
            "1.1.1.1 - - [20/Nov/2026:15:00:01 +0000] \"GET /ws HTTP/1.1\" 502 3 \"-\" \"x\"\n"
                .repeat(3));
    Report report = check(GOOD, logs(List.of(errors), List.of(accesses)));
    assertThat(report.causes().stream().filter(Finding::isError).map(Finding::id))
        .containsExactly("upstream-scheme-mismatch");
  }

  @Test
  void aListOfAddressesThatIsInForceRefuses() {
    Finding first = first("allow 10.0.0.0/8; deny all;" + GOOD, Symptoms.ofStatus(403));
    assertThat(first.id()).isEqualTo("access-refused");
    assertThat(first.summary()).contains("deny all");
  }

  @Test
  void aConditionThatAnswersWithTheStatusIsAskedFirst() {
    String guard = "if ($geoip_country_code = XX) { return 403; }";
    Finding first = first(guard + GOOD, Symptoms.ofStatus(403));
    assertThat(first.id()).isEqualTo("access-refused");
    assertThat(first.summary()).contains("$geoip_country_code").contains("403");
    assertThat(first(guard + GOOD, Symptoms.ofStatus(401)).summary())
        .as("it answers with another status")
        .doesNotContain("$geoip_country_code");
  }

  @Test
  void aConditionOnUpgradeKeepsNoClientOut() {
    String guard = "if ($http_upgrade !~* websocket) { return 403; }";
    assertThat(first(guard + GOOD, Symptoms.ofStatus(403)).id())
        .isEqualTo("origin-rejected-by-backend");
  }

  @Test
  void theLogsOfASiteLeadToItsGuard() throws IOException {
    Path configuration =
        Files.writeString(
            folder.resolve("guarded.conf"),
            "events {} http { server { listen 80; server_name a.example; location /ws {"
                + " if ($geoip_country_code = XX) { return 403; } "
                + GOOD
                + " } } }");
    Path accesses =
        Files.writeString(
            folder.resolve("guarded.log"),
            "1.1.1.1 - - [20/Nov/2026:15:00:01 +0000] \"GET /ws HTTP/1.1\" 403 3 \"-\" \"x\"\n"
                .repeat(5));
    Setting setting =
        new Setting(
            new ConfigurationSource.File(configuration), Optional.empty(), Optional.empty());
    Answer<LogReport> answer = new Doctor().logs(setting).map(log -> log.read(List.of(accesses)));
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Given.class,
            given ->
                assertThat(((LogReport) given.value()).causes().getFirst().id())
                    .isEqualTo("access-refused"));
  }

  @Test
  void logsWithoutTroubleLeaveAHealthySocketHealthy() throws IOException {
    Path errors =
        Files.writeString(
            folder.resolve("quiet.log"),
            "2026/11/20 15:00:01 [notice] 1#1: start worker processes\n");
    Path accesses =
        Files.writeString(
            folder.resolve("ok.log"),
            "1.1.1.1 - - [20/Nov/2026:15:00:00 +0000] \"GET /ws HTTP/1.1\" 101 3 \"-\" \"x\"\n");
    Report report =
        check(GOOD + "proxy_read_timeout 1h;", logs(List.of(errors), List.of(accesses)));
    assertThat(report.verdict()).as(report.causes().toString()).isEqualTo(Verdict.HEALTHY);
  }

  @Test
  void aFailureThatWasSeenStaysUnknownWhenItsGuessesAreSetApart() {
    Symptoms cut = Symptoms.ofClose(1006, Duration.ofSeconds(777));
    Report report = check(GOOD + "proxy_read_timeout 1h;", cut);
    assertThat(report.causes()).isNotEmpty();
    Report left = report.without(_ -> Optional.of(new Suppressed.Selection("--except")));
    assertThat(left.causes()).isEmpty();
    assertThat(left.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(left.headline()).contains("was seen to fail");
    Report again = left.without(_ -> Optional.empty());
    assertThat(again.verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  private static Symptoms logs(List<Path> errors, List<Path> accesses) {
    return new Symptoms(
        Optional.empty(), Optional.empty(), Optional.empty(), List.of(), errors, accesses);
  }

  private Finding first(String location, Symptoms symptoms) {
    return check(location, symptoms).causes().getFirst();
  }

  private Report check(String location, Symptoms symptoms) {
    return checkFile(
        """
        events {}
        http {
          limit_conn_zone $host zone=z:1m;
          server { listen 80; server_name a.example; location /ws { %s } }
        }
        """
            .formatted(location),
        symptoms);
  }

  private Report checkFile(String configuration, Symptoms symptoms) {
    try {
      Path file = Files.writeString(folder.resolve("nginx.conf"), configuration);
      CheckRequest request =
          new CheckRequest(
              new Target(true, false, "a.example", 80, "/ws"),
              new ConfigurationSource.File(file),
              Optional.empty(),
              Fields.NONE,
              Optional.empty(),
              NginxVersion.find("1.26.2"),
              true,
              false);
      Answer<Report> answer = new Doctor().check(request.seeing(symptoms));
      assertThat(answer).isInstanceOf(Answer.Given.class);
      return ((Answer.Given<Report>) answer).value();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
