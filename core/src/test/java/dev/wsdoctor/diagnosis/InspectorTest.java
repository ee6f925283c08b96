package dev.wsdoctor.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.MemoryFiles;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.nginx.FileView;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InspectorTest {
  private static final String GOOD =
      "proxy_pass http://127.0.0.1:9000; proxy_http_version 1.1; proxy_set_header Host $http_host;"
          + " proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          listen 80; server_name a.example;        | location /ws { GOOD }         | ws://a.example/ws
          listen 80; listen 443 ssl; server_name a;| location = /x { GOOD }        | wss://a/x
          listen 8080; server_name *.a.example;    | location ^~ /x/ { GOOD }      | ws://any.a.example:8080/x/
          listen 127.0.0.1:81; server_name _;      | location / { GOOD }           | ws://127.0.0.1:81/
          listen 80; server_name a;                | location ~ ^/[b-c]+/ws { GOOD } | ws://a/b/ws
          listen 80; server_name b.*;              | location /ws { GOOD }         | ws://b.example/ws
          listen 80; server_name ~^c+[.]e$;        | location /ws { GOOD }         | ws://c.e/ws
          listen 80; server_name a;                | location /f { try_files $uri @ws; } location @ws { GOOD } | ws://a/f
          listen 80; server_name a;                | location /x { location /x/y { GOOD } } | ws://a/x/y
          """)
  void everyLocationMadeForSocketsIsCheckedByAUrlThatLeadsThere(
      String server, String location, String url) {
    assertThat(summary(inspect(server, location))).isEqualTo(url + " no error");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '&',
      textBlock =
          """
          location ~ ^/(api|socket)/ { GOOD }                                                & /socket/
          location /socket.io { GOOD } & /socket.io/
          location /chat { GOOD } & /chat
          location ~ ^/(api|v1)/ { GOOD }                                                    & /api/
          location ~* \\.io { GOOD }                                                         & /socket.io/
          location /s/ { internal; rewrite ^/s(.*) $1 break; GOOD } location / { rewrite ^ /s$uri last; }              & /
          location ~ /(api|ws) { try_files $uri @$http_upgrade; } location @websocket { GOOD } & /ws
          """)
  void thePathIsOneThatAClientOfSocketsWouldAskFor(String locations, String path) {
    Inspection found = inspect("listen 80; server_name a;", locations);

    assertThat(summary(found)).as("%s", found.remarks()).isEqualTo("ws://a" + path + " no error");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          location /ws { proxy_pass http://h; }                                        | upgrade-headers-missing
          location /x { proxy_pass http://h; proxy_set_header Upgrade $http_upgrade; } | upgrade-headers-incomplete
          location /x { proxy_set_header Upgrade $http_upgrade; }                      | location-without-handler
          location /ws { GOOD } location ~ ^/w { return 204; }                         | wrong-location-selected
          """)
  void aFaultIsFoundWithoutAUrl(String locations, String id) {
    Inspection found = inspect("listen 80; server_name a;", locations);

    assertThat(found.reports()).hasSize(1);
    assertThat(found.reports().getFirst().causes().getFirst().id()).isEqualTo(id);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          location / { proxy_pass http://h; }                                    | 1 location proxies
          location /api { proxy_pass http://h; } location / { proxy_pass http://h; } | 2 locations proxy
          location / { root /srv; }                                              | no location is made for sockets
          location /x { proxy_set_header Upgrade $http_upgrade; return 204; }    | no location is made for sockets
          location ~ (?<!a)ws\\d(?=%) { GOOD }                                    | no URL could be made up
          location @ws { GOOD }                                                  | no URL could be made up
          """)
  void whatIsNotCheckedIsSaid(String locations, String remark) {
    Inspection found = inspect("listen 80; server_name a;", locations);

    assertThat(found.reports()).isEmpty();
    assertThat(found.remarks()).anyMatch(said -> said.contains(remark));
  }

  @Test
  void aNameThatOnlyAPatternKnowsIsNotGuessed() {
    Inspection found =
        inspect(
            "listen 80; server_name a; } server { listen 80; server_name ~^(?=b)c;",
            "location /ws { GOOD }");

    assertThat(found.reports()).isEmpty();
    assertThat(found.remarks()).anyMatch(said -> said.contains("no URL could be made up"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "location /ws { GOOD deny all; }",
        "location /ws { GOOD if ($http_origin = '') { return 403; } }"
      })
  void aRefusalOfWhatIsNoRealClientIsNoFault(String location) {
    Inspection found = inspect("listen 80; server_name a;", location);

    assertThat(found.reports()).isEmpty();
    assertThat(found.remarks()).anyMatch(said -> said.contains("name a URL that clients open"));
  }

  @Test
  void sslOnIsTlsWhateverListenSays() {
    Inspection found =
        inspect("1.24.0", "listen 443; ssl on; server_name a;", "location /ws { GOOD }");

    assertThat(summary(found)).isEqualTo("wss://a/ws no error");
  }

  @Test
  void aServerThatOnlyASocketFileReachesHasNoUrl() {
    assertThat(inspect("listen unix:/run/nginx.sock;", "location /ws { GOOD }").reports())
        .isEmpty();
  }

  @Test
  void aFileThatNginxRefusesIsReportedWithoutAnySocket() {
    Inspection found = inspect("listen 80; server_name a; bogus on;", "location / { root /srv; }");

    assertThat(found.reports()).hasSize(1);
    assertThat(found.reports().getFirst().causes().getFirst().id()).isEqualTo("config-not-loaded");
  }

  @Test
  void aCommentThatAllowsNothingAnyMoreIsNamed() {
    String location = "\n# wsdoctor: allow upgrade-headers-missing -- old\nlocation /ws { GOOD }";

    assertThat(inspect("listen 80;", location).remarks())
        .anyMatch(said -> said.contains("nothing was found that this comment allows"));
    assertThat(inspect("listen 80;", location.replace("GOOD", "proxy_pass http://h;")).remarks())
        .noneMatch(said -> said.contains("nothing was found"));
  }

  @Test
  void moreSocketsThanAnybodyWritesAreNotAllChecked() {
    StringBuilder locations = new StringBuilder();
    for (int i = 0; i <= Inspector.MOST_URLS; i++) {
      locations.append("location /ws").append(i).append(" { GOOD }\n");
    }
    Inspection found = inspect("listen 80;", locations.toString());

    assertThat(found.reports()).hasSize(Inspector.MOST_URLS);
    assertThat(found.remarks()).anyMatch(said -> said.contains("the rest was not checked"));
  }

  private static String summary(Inspection inspection) {
    return inspection.reports().stream()
        .map(report -> report.target() + (hasNoError(report) ? " no error" : " " + report.causes()))
        .collect(Collectors.joining(", "));
  }

  private static boolean hasNoError(Report report) {
    return report.causes().stream().noneMatch(cause -> cause.isError());
  }

  private static Inspection inspect(String server, String locations) {
    return inspect("1.26.0", server, locations);
  }

  private static Inspection inspect(String version, String server, String locations) {
    String text =
        "events {}\nhttp {\nserver { %s\nssl_certificate /c.pem; ssl_certificate_key /c.key;\n%s }\n}\n"
            .formatted(server, locations.replace("GOOD", GOOD));
    Doctor doctor = new Doctor(MemoryFiles.of(Map.of("/nginx.conf", text)), FileView.UNKNOWN);
    Setting setting =
        new Setting(
            new ConfigurationSource.File(Path.of("/nginx.conf")),
            Optional.empty(),
            Optional.of(NginxVersion.find(version).orElseThrow()));
    return switch (doctor.inspect(List.of(setting)).getFirst()) {
      case Answer.Given<Inspection>(Inspection inspection) -> inspection;
      case Answer.Unusable<Inspection>(String message) -> throw new AssertionError(message);
    };
  }
}
