package dev.wsdoctor.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.FileView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Which fixes may say that no other request changes.
class OtherRequestsTest {
  private static final NginxVersion OLD = new NginxVersion(1, 22, 1);
  private static final NginxVersion NEW = new NginxVersion(1, 30, 0);
  private static final String PASS = "proxy_pass http://127.0.0.1:9000;";
  private static final String HTTP11 = "proxy_http_version 1.1;";
  private static final String UPGRADE = "proxy_set_header Upgrade $http_upgrade;";

  @Test
  void aLocationForSocketsAloneHasNoOtherRequests() {
    assertThat(safety(OLD, "location /ws {", PASS, "}")).isEqualTo(Fix.Safety.SAFE);
  }

  @Test
  void ordinaryRequestsThatAreSentAsBeforeAreNotChanged() {
    assertThat(safety(OLD, "location / {", PASS, HTTP11, "}")).isEqualTo(Fix.Safety.SAFE);
    assertThat(safety(NEW, "location / {", PASS, "}")).isEqualTo(Fix.Safety.SAFE);
  }

  @Test
  void anotherVersionOfHttpIsSaid() {
    Fix fix = fix(OLD, "location / {", PASS, "}");
    assertThat(fix.safety()).isEqualTo(Fix.Safety.REVIEW);
    assertThat(fix.advice())
        .endsWith(
            "; an ordinary request for /ws then has HTTP/1.1 upstream instead of HTTP/1.0 upstream");
  }

  @Test
  void aConnectionThatIsNoMoreKeptIsSaid() {
    String map = "map $http_upgrade $connection_upgrade { default upgrade; '' close; }";
    Fix fix =
        fix(OLD, map, "location / {", PASS, HTTP11, UPGRADE, "proxy_set_header Connection '';}");
    assertThat(fix.safety()).isEqualTo(Fix.Safety.REVIEW);
    assertThat(fix.advice()).endsWith("; an ordinary request for /ws then has Connection: close");
  }

  @Test
  void connectionsThatAreKeptStayKept() {
    String pool = "upstream app { server 127.0.0.1:9000; keepalive 16; }";
    String pass = "proxy_pass http://app;";
    String emptied = "proxy_set_header Connection '';";
    assertThat(safety(OLD, pool, "location / {", pass, HTTP11, UPGRADE, emptied, "}"))
        .isEqualTo(Fix.Safety.SAFE);
  }

  @Test
  void aLongerWaitForPagesIsSaid() {
    String sends = UPGRADE + "proxy_set_header Connection upgrade;" + HTTP11;
    Fix fix = fix(OLD, "location / {", PASS, sends, "proxy_set_header Host $http_host;}");
    assertThat(fix.safety()).isEqualTo(Fix.Safety.REVIEW);
    assertThat(fix.advice())
        .endsWith("a proxy_read_timeout of 3600 s instead of a proxy_read_timeout of 60 s");
  }

  private static Fix.Safety safety(NginxVersion version, String... lines) {
    return fix(version, lines).safety();
  }

  /// The foremost fix as it is offered; lines up to the first location stand in http.
  private static Fix fix(NginxVersion version, String... lines) {
    String outer =
        List.of(lines).stream()
            .takeWhile(line -> !line.startsWith("location"))
            .collect(Collectors.joining("\n"));
    String inner =
        List.of(lines).stream()
            .dropWhile(line -> !line.startsWith("location"))
            .collect(Collectors.joining("\n"));
    String text =
        "events {}\nhttp {\n"
            + outer
            + "\nserver {\nlisten 80;\nserver_name a.example;\n"
            + inner
            + "\n}\n}\n";
    Mend.Retrial retrial = texts -> predict(texts.values().iterator().next(), version);
    return new Offers(predict(text, version), retrial, Optional.empty(), Offers.Care.FOR_ONE)
        .proved()
        .causes()
        .getFirst()
        .fix()
        .orElseThrow();
  }

  private static Prediction predict(String text, NginxVersion version) {
    String dump = "# configuration file /nginx.conf:\n" + text;
    return Prediction.of(
        Configuration.ofDump("nginx -T", dump.getBytes(StandardCharsets.ISO_8859_1)),
        version,
        List.of(),
        new Target(true, false, "a.example", 80, "/ws"),
        Fields.NONE,
        FileView.EMPTY);
  }
}
