package dev.wsdoctor.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.MemoryFiles;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.FileView;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Two sockets, one application: what a report about one URL says of the others.
class SiblingsTest {
  private static final String GOOD =
      "proxy_pass http://127.0.0.1:9000; proxy_http_version 1.1; proxy_read_timeout 1h;"
          + " proxy_set_header Host $http_host; proxy_set_header Upgrade $http_upgrade;"
          + " proxy_set_header Connection upgrade;";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          /ws            | location /ws { GOOD } location /chat/ws { proxy_pass http://127.0.0.1:9000; } | warning upgrade-headers-missing ws://a.example/chat/ws, of the same site, fails
          /ws            | location /ws { GOOD } location /hub { SHORT }             | warning read-timeout-zero ws://a.example/hub, of the same site, fails
          /x/socket.io/  | location ~ ^/x/socket.io/$ { GOOD } location /x { return 404; } location ~ EIO { return 404; } | none
          /chathub       | location = /chathub { GOOD } location / { root /srv; }                        | warning no-location-for-path SignalR's negotiation does not get where the socket does: http://a.example/chathub/negotiate
          /chathub       | location = /chathub { GOOD } location / { return 301 /app; }                  | warning redirect-instead-of-upgrade SignalR's negotiation
          /chathub       | location = /chathub { GOOD } location / { proxy_pass http://127.0.0.1:9001; } | warning wrong-location-selected SignalR's negotiation
          /chathub       | location = /chathub { GOOD } location / { proxy_pass http://127.0.0.1:9000; } | none
          /echo/1/ab/websocket | location ~ /websocket$ { GOOD } location / { root /srv; }               | warning no-location-for-path SockJS's info does not get where the socket does: http://a.example/echo/info
          /echo/1/ab/websocket | location /echo { GOOD }                                                 | none
          /ws/           | location /ws/ { GOOD }                                                        | note redirect-instead-of-upgrade only with its slash: ws://a.example/ws
          /ws/room       | location /ws/ { GOOD }                                                        | none
          /ws            | location /ws { GOOD }                                                         | none
          /ws            | location /ws { GOOD } location / { proxy_pass http://127.0.0.1:9000; }        | none
          /ws            | location /ws { GOOD } location / { proxy_pass http://127.0.0.1:9000; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection keep-alive; } | none
          /ws            | location /ws { GOOD } location /admin/ws { GOOD deny all; }                   | none
          /ws            | location /ws { GOOD } location = /authelia/api/verify { GOOD internal; }      | none
          /ws            | location /ws { GOOD } location /chat/ws { GOOD internal; }                    | none
          """)
  void whatElseFailsIsNamed(String path, String locations, String expected) {
    assertThat(named(check(path, locations))).startsWith(expected);
  }

  @Test
  void whileTheUrlItselfFailsNothingElseIsSaid() {
    Report report =
        check(
            "/ws",
            "location /ws { proxy_pass http://127.0.0.1:9000; }"
                + " location /chat/ws { proxy_pass http://127.0.0.1:9000; }");

    assertThat(report.causes()).noneMatch(cause -> cause.summary().contains("of the same site"));
  }

  @Test
  void aSiteWithManyFailingSocketsIsNotToldWhole() {
    StringBuilder locations = new StringBuilder("location /ws { GOOD }");
    for (int i = 0; i < 30; i++) {
      locations.append(" location /ws/").append(i).append(" { proxy_pass http://127.0.0.1:9000; }");
    }

    assertThat(check("/ws", locations.toString()).causes())
        .filteredOn(cause -> cause.summary().contains("of the same site"))
        .hasSize(3);
  }

  @Test
  void aSiblingThatFailsPutsTheTestedUrlAtRiskAndNoMore() {
    Report report =
        check("/ws", "location /ws { GOOD } location /chat/ws { proxy_pass http://127.0.0.1:9; }");

    assertThat(report.verdict()).isEqualTo(Verdict.AT_RISK);
    assertThat(report.headline())
        .contains("ws://a.example/ws should open, but ws://a.example/chat/ws");
    assertThat(report.causes()).noneMatch(Finding::isError);
  }

  /// The findings that are not about the URL itself, in a line.
  private static String named(Report report) {
    List<Finding> others =
        report.causes().stream()
            .filter(cause -> cause.severity() != Severity.ERROR)
            .filter(
                cause ->
                    cause.summary().contains("of the same site")
                        || cause.summary().contains("where the socket does")
                        || cause.summary().contains("with its slash"))
            .toList();
    return others.isEmpty()
        ? "none"
        : "%s %s %s"
            .formatted(
                others.getFirst().severity().name().toLowerCase(Locale.ROOT),
                others.getFirst().id(),
                others.getFirst().summary());
  }

  private static Report check(String path, String locations) {
    String text =
        "events {}\nhttp {\nserver {\nlisten 80;\nserver_name a.example;\n%s\n}\n}\n"
            .formatted(locations.replace("SHORT", GOOD.replace("1h", "0")).replace("GOOD", GOOD));
    Doctor doctor = new Doctor(MemoryFiles.of(Map.of("/nginx.conf", text)), FileView.UNKNOWN);
    Target target = new Target(true, false, "a.example", 80, path);
    return switch (doctor.check(CheckRequest.offline(target, Path.of("/nginx.conf")))) {
      case Answer.Given<Report>(Report report) -> report;
      case Answer.Unusable<Report>(String message) -> throw new AssertionError(message);
    };
  }
}
