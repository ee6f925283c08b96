package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.Files;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.directive.check.ConfigurationCheck;
import dev.wsdoctor.disk.DiskFiles;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whoever copies a sample from a page of `wsdoctor why` gets a file that nginx loads; what is for
/// a newer nginx than the installed one is held against our own check of that version.
class PageSamplesTest {
  private static final Pattern PRIVILEGED_PORT = Pattern.compile("(listen )(80|443)\\b");
  private static final TemporaryFolder FOLDER = TemporaryFolder.create("samples");
  private static final Certificates CERTIFICATES = new Certificates();

  @BeforeAll
  static void makeWhatTheSamplesName() {
    RealParts.needNginx();
    RealParts.needOpenssl();
    Certificates.Pair pair = CERTIFICATES.selfSigned("DNS:example.com");
    FOLDER.write("example.pem", TemporaryFolder.text(pair.certificate()));
    FOLDER.write("example.key", TemporaryFolder.text(pair.key()));
  }

  @AfterAll
  static void deleteIt() {
    CERTIFICATES.close();
    FOLDER.close();
  }

  static List<PageSample> samples() {
    return PageSample.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void nginxLoadsTheSample(PageSample sample) {
    if (sample.since().filter(since -> RealNginx.version().compareTo(since) < 0).isPresent()) {
      assertThat(errors(sample, sample.since().orElseThrow())).as(sample.toString()).isEmpty();
      return;
    }
    RealNginx.Verdict verdict = RealNginx.test(here(sample.wholeFile()));
    assertThat(verdict.ok()).as("%s%n%s", sample, verdict.output()).isTrue();
    assertThat(verdict.output()).as(sample.toString()).doesNotContain("[warn]");
  }

  /// What our own check says of a sample for a newer nginx than the installed one.
  private static List<ConfigurationError> errors(PageSample sample, NginxVersion version) {
    FOLDER.write("newer.conf", here(sample.wholeFile()));
    Files files = new DiskFiles();
    Configuration configuration =
        Configuration.load(files, FOLDER.path().resolve("newer.conf").toString());
    return ConfigurationCheck.check(configuration, version, files);
  }

  @Test
  void everyPageHasASampleForTheInstalledVersion() {
    List<PageSample> all = PageSample.all();
    List<PageSample> newer = all.stream().filter(sample -> sample.since().isPresent()).toList();
    System.out.printf(
        "%d samples on the pages, %d of them for newer versions: %s%n",
        all.size(), newer.size(), newer);
    List<String> pages = all.stream().map(PageSample::page).distinct().toList();
    assertThat(all.stream().filter(sample -> sample.since().isEmpty()).map(PageSample::page))
        .containsAll(pages);
    assertThat(pages).hasSizeGreaterThan(60);
  }

  /// nginx as root could bind 80, as another user it could not; the files belong to root as well.
  private static String here(String configuration) {
    String folder = FOLDER.path() + "/";
    return PRIVILEGED_PORT
        .matcher(configuration)
        .replaceAll(match -> match.group(1) + "127.0.0.1:18" + match.group(2))
        .replace("/etc/ssl/certs/", folder)
        .replace("/var/log/nginx/", folder)
        .replace("/etc/nginx/", folder);
  }
}
