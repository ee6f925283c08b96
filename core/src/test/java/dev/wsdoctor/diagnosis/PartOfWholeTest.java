package dev.wsdoctor.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.MemoryFiles;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.FileView;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A file that some nginx.conf near it includes is judged with all that this has, and asked about
/// alone.
class PartOfWholeTest {
  private static final String MAP =
      "map $http_upgrade $connection_upgrade { default upgrade; '' close; }\n";
  private static final String SITE =
      """
      server {
        listen 80;
        server_name NAME;
        location /ws {
          proxy_pass http://127.0.0.1:3000;
          proxy_http_version 1.1;
          proxy_set_header Upgrade $http_upgrade;
          proxy_set_header Connection $connection_upgrade;
          proxy_set_header Host $http_host;
          proxy_read_timeout 1h;
        }
      }
      """;

  private static final Target URL = new Target(true, false, "a.example", 80, "/ws");

  private final Map<String, String> files = new HashMap<>();

  private void whole(String include) {
    files.put("/w/nginx.conf", "events {} http {\n" + MAP + "include " + include + ";\n}\n");
  }

  @Test
  void theMapOfTheWholeIsKnown() {
    whole("conf.d/*.conf");
    files.put("/w/conf.d/a.conf", SITE.replace("NAME", "a.example"));
    Report report = check("/w/conf.d/a.conf");
    assertThat(errors(report)).isEmpty();
    assertThat(report.remarks()).anyMatch(said -> said.contains("is a part of /w/nginx.conf"));
  }

  @Test
  void aLinkedFileIsThatOfTheLink() {
    whole("sites-enabled/*");
    files.put("/w/sites-available/a", SITE.replace("NAME", "a.example"));
    files.put("/w/sites-enabled/a", SITE.replace("NAME", "a.example"));
    assertThat(errors(check("/w/sites-available/a"))).isEmpty();
  }

  @Test
  void whatNoIncludeReadsLacksTheInclude() {
    whole("conf.d/*.conf");
    files.put("/w/other/a", SITE.replace("NAME", "a.example"));
    Report report = check("/w/other/a");
    assertThat(errors(report)).containsExactly("config-not-loaded");
    assertThat(report.causes().getFirst().summary())
        .isEqualTo("no include of /w/nginx.conf reads /w/other/a");
    assertThat(report.remarks())
        .anyMatch(said -> said.contains("no include of /w/nginx.conf reads it"));
  }

  @Test
  void whatNoMapOfTheWholeDefinesIsMissing() {
    whole("conf.d/*.conf");
    files.put(
        "/w/other/a",
        SITE.replace("NAME", "a.example").replace("$connection_upgrade", "$upgrade_to"));
    assertThat(errors(check("/w/other/a"))).containsExactly("map-missing");
  }

  @Test
  void whatLacksNothingIsNotCalledUnread() {
    whole("conf.d/*.conf");
    files.put("/w/other/a", MAP + SITE.replace("NAME", "a.example"));
    assertThat(errors(check("/w/other/a"))).isEmpty();
  }

  @Test
  void withoutAUrlOnlyTheServersOfThePartAreAskedAbout() {
    whole("conf.d/*.conf");
    files.put("/w/conf.d/a.conf", SITE.replace("NAME", "a.example"));
    files.put(
        "/w/conf.d/b.conf",
        "# wsdoctor: allow read-timeout-too-short -- pings\n" + SITE.replace("NAME", "b.example"));
    Inspection found = given(doctor().inspect(settings("/w/conf.d/a.conf")).getFirst());
    assertThat(found.reports())
        .extracting(report -> report.target().toString())
        .containsExactly("ws://a.example/ws");
    assertThat(found.remarks()).noneMatch(said -> said.contains("comment allows"));
  }

  @Test
  void partsOfOneWholeAreAskedAboutEachByItself() {
    whole("conf.d/*.conf");
    files.put("/w/conf.d/a.conf", SITE.replace("NAME", "a.example"));
    files.put("/w/conf.d/b.conf", SITE.replace("NAME", "b.example"));
    assertThat(urls("/w/conf.d/a.conf", "/w/conf.d/b.conf"))
        .containsExactly("ws://a.example/ws", "ws://b.example/ws");
    assertThat(urls("/w/conf.d/a.conf", "/w/nginx.conf"))
        .as("a socket of the part is one of the whole")
        .containsExactly("ws://a.example/ws", "ws://b.example/ws");
  }

  @Test
  void oneUrlIsAskedOfAWholeOnceWhateverPartsAreNamed() {
    whole("conf.d/*.conf");
    files.put("/w/conf.d/a.conf", SITE.replace("NAME", "a.example"));
    files.put("/w/conf.d/b.conf", SITE.replace("NAME", "b.example"));
    files.put("/w/other/c.conf", SITE.replace("NAME", "a.example"));
    List<Setting> named = settings("/w/conf.d/a.conf", "/w/conf.d/b.conf", "/w/other/c.conf");
    CheckRequest request = CheckRequest.offline(URL, named.getFirst());
    assertThat(doctor().checkIn(request, named)).hasSize(2);
  }

  private List<String> urls(String... parts) {
    return doctor().inspect(settings(parts)).stream()
        .flatMap(answer -> given(answer).reports().stream())
        .map(report -> report.target().toString())
        .toList();
  }

  private Report check(String file) {
    return given(doctor().check(CheckRequest.offline(URL, setting(file))));
  }

  private Doctor doctor() {
    return new Doctor(MemoryFiles.of(files), FileView.UNKNOWN);
  }

  private static List<Setting> settings(String... files) {
    return Stream.of(files).map(PartOfWholeTest::setting).toList();
  }

  private static Setting setting(String file) {
    return new Setting(
        new ConfigurationSource.File(Path.of(file)),
        Optional.empty(),
        Optional.of(NginxVersion.find("1.26.0").orElseThrow()));
  }

  private static <T> T given(Answer<T> answer) {
    return switch (answer) {
      case Answer.Given<T>(T value) -> value;
      case Answer.Unusable<T>(String message) -> throw new AssertionError(message);
    };
  }

  private static List<String> errors(Report report) {
    return report.causes().stream().filter(Finding::isError).map(Finding::id).toList();
  }
}
