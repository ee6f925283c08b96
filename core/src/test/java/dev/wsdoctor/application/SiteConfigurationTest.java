package dev.wsdoctor.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.MemoryFiles;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.directive.check.ConfigurationCheck;
import dev.wsdoctor.http.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is printed suits the release of nginx, the backends and the files that it is printed for.
class SiteConfigurationTest {
  private static final NginxVersion OLD = new NginxVersion(1, 22, 1);
  private static final List<NginxVersion> RELEASES =
      List.of(
          new NginxVersion(1, 18, 0),
          OLD,
          new NginxVersion(1, 25, 1),
          new NginxVersion(1, 29, 7),
          NginxVersion.NEWEST_STABLE);

  @Test
  void everyReleaseLoadsWhatIsPrintedForIt() {
    for (NginxVersion release : RELEASES) {
      for (ApplicationProfile application : Applications.all()) {
        String text = printed(application, release, "http://127.0.0.1:1", "http://127.0.0.1:2");
        MemoryFiles files = files(text);
        Configuration configuration = Configuration.load(files, "/nginx.conf");
        assertThat(ConfigurationCheck.check(configuration, release, files))
            .as(application.id() + " " + release)
            .isEmpty();
      }
    }
  }

  private static MemoryFiles files(String text) {
    return MemoryFiles.of(
        Map.of("/nginx.conf", "events {}\nhttp {\n" + text + "}\n", "/c.pem", "", "/c.key", ""));
  }

  @Test
  void http2IsAParameterUntilItIsADirective() {
    assertThat(printed("generic", OLD))
        .contains("listen 443 ssl http2;")
        .doesNotContain("http2 on");
    assertThat(printed("generic", new NginxVersion(1, 25, 0))).contains("listen 443 ssl http2;");
    assertThat(printed("generic", new NginxVersion(1, 25, 1)))
        .contains("listen 443 ssl;", "http2 on;")
        .doesNotContain("ssl http2");
  }

  @Test
  void severalBackendsKeepAClientWhereTheApplicationNeedsThat() {
    String two = printed(find("socket.io"), OLD, "http://127.0.0.1:1", "http://127.0.0.1:2");
    assertThat(two)
        .contains("ip_hash;", "server 127.0.0.1:1 max_fails=3;", "http://a-example-com-backend;");
    assertThat(printed(find("grafana"), OLD, "http://127.0.0.1:1", "http://127.0.0.1:2"))
        .contains("upstream ")
        .doesNotContain("ip_hash");
    assertThat(printed("socket.io", OLD)).doesNotContain("ip_hash", "upstream ");
  }

  @Test
  void theNeedsOfTheApplicationAreThere() {
    assertThat(printed("octoprint", OLD)).contains("proxy_set_header X-Scheme $scheme;");
    assertThat(printed("mattermost", OLD)).contains("client_max_body_size 50m;", "600s;");
    assertThat(printed("jenkins", OLD)).contains("keepalive 32;");
    assertThat(printed("guacamole", OLD)).contains("proxy_buffering off;");
    assertThat(printed("nextcloud-notify-push", OLD))
        .contains("location ^~ /push/ {", "proxy_pass http://127.0.0.1:9000/;");
    assertThat(printed("grafana", OLD)).contains("has to be https://a.example.com/");
  }

  @Test
  void aTlsBackendByNameIsAskedForThatName() {
    assertThat(printed(find("proxmox"), OLD, "https://pve.internal:8006"))
        .contains("proxy_pass https://pve.internal:8006;", "proxy_ssl_name pve.internal;");
    assertThat(printed(find("proxmox"), OLD, "https://[::1]:8006"))
        .contains("proxy_pass https://[::1]:8006;")
        .doesNotContain("proxy_ssl_name");
  }

  @Test
  void aFileNameThatWouldEndTheDirectiveIsQuoted() {
    Site site =
        new Site(
            find("generic"),
            "a.example.com",
            targets("http://127.0.0.1:1"),
            Optional.of(new Site.Certificate("/my certs/a;b.pem", "/a\"b\\.key")),
            80,
            OLD);
    assertThat(SiteConfiguration.of(site))
        .contains(
            "ssl_certificate \"/my certs/a;b.pem\";", "ssl_certificate_key \"/a\\\"b\\\\.key\";");
  }

  @Test
  void withoutACertificateItIsPlainOnTheGivenPort() {
    Site site =
        new Site(
            find("grafana"),
            "a.example.com",
            targets("http://127.0.0.1:1"),
            Optional.empty(),
            8080,
            OLD);
    assertThat(SiteConfiguration.of(site))
        .contains("listen 8080;", "wsdoctor check ws://a.example.com:8080/api/live/ws")
        .doesNotContain("443", "return 301", "ssl");
  }

  private static String printed(String id, NginxVersion version) {
    return printed(find(id), version, "http://127.0.0.1:9000");
  }

  private static String printed(
      ApplicationProfile application, NginxVersion version, String... backends) {
    Site.Certificate certificate = new Site.Certificate("/c.pem", "/c.key");
    return SiteConfiguration.of(
        new Site(
            application,
            "a.example.com",
            targets(backends),
            Optional.of(certificate),
            80,
            version));
  }

  private static List<Target> targets(String... urls) {
    return List.of(urls).stream().map(SiteConfigurationTest::target).toList();
  }

  private static Target target(String url) {
    return switch (Target.parse(url)) {
      case Target.Parsed.Valid(Target target) -> target;
      case Target.Parsed.Invalid(String message) -> throw new IllegalArgumentException(message);
    };
  }

  private static ApplicationProfile find(String id) {
    return Applications.find(id).orElseThrow();
  }
}
