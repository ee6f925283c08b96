package dev.wsdoctor.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.app.Samples;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Patch;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.diagnosis.CheckRequest;
import dev.wsdoctor.diagnosis.ConfigurationSource;
import dev.wsdoctor.diagnosis.Mend;
import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.HandshakeProbe;
import dev.wsdoctor.probe.Limits;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.sandbox.NginxBinary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoTest {
  private final StringBuilder shown = new StringBuilder();
  private final List<Path> judged = new ArrayList<>();

  @Test
  void withoutNginxTheFileIsMendedAndJudgedAgain() {
    boolean works = new Demo(stage(), Optional.empty()).run(usual());

    assertThat(works).isTrue();
    assertThat(shown.toString())
        .containsSubsequence("there is no nginx here", "check", "fix", "judged again", "Done");
    assertThat(judged).hasSize(2).allSatisfy(file -> assertThat(file.getParent()).doesNotExist());
  }

  @Test
  void whatNewReleasesDoNotShowIsPlayedByTheGatewayAsAnOldOne() {
    Scenario old = Scenarios.named("upstream-http-1.0").orElseThrow();
    NginxVersion last = new NginxVersion(1, 29, 6);
    NginxVersion newer = new NginxVersion(1, 30, 4);

    assertThat(runner(last, false).obstacle(old)).isEmpty();
    assertThat(runner(newer, false).obstacle(usual())).isEmpty();
    assertThat(runner(newer, false).obstacle(old))
        .contains(
            "nginx 1.30.4 does not fail in this way, the last that did was 1.29.6; --engine gateway plays it");
    assertThat(runner(newer, true).obstacle(old)).isEmpty();
    assertThat(runner(newer, true).playing(old).release()).contains(last);
    assertThat(runner(newer, true).playing(usual()).release()).contains(newer);
  }

  @Test
  void whatTheGatewayDoesNotExecuteItCannotPlay() {
    Scenario php =
        new Scenario(
            "php",
            "events {}\nhttp { server { listen {port}; location / { fastcgi_pass 127.0.0.1:{free}; } } }");

    assertThat(runner(NginxVersion.NEWEST_STABLE, true).obstacle(php))
        .contains(
            "the gateway cannot play this: \"fastcgi_pass\" is not supported by this gateway in nginx.conf:2");
    assertThat(runner(NginxVersion.NEWEST_STABLE, false).obstacle(php)).isEmpty();
  }

  private static Runner runner(NginxVersion version, boolean gateway) {
    return new Runner(new NginxBinary(Path.of("nginx"), version, "", gateway));
  }

  @Test
  void theBackendOpensAndEchoes() throws IOException {
    try (EchoBackend backend = EchoBackend.start(new Manners(List.of()))) {
      Observation seen = observe(backend, Fields.NONE);

      assertThat(seen.opened()).as("%s", seen).isTrue();
      assertThat(seen.pong()).as("%s", seen).isPresent();
      assertThat(seen.echo()).isPresent();
      assertThat(seen.violations()).isEmpty();
    }
  }

  @Test
  void theBackendRefusesWhatIsNoHandshake() throws IOException {
    try (EchoBackend backend = EchoBackend.start(new Manners(List.of()))) {
      assertThat(observe(backend, Fields.of("Upgrade", "h2c")).result())
          .isEqualTo(new Observation.Result.Refused(400));
      assertThat(observe(backend, Fields.of("Connection", "keep-alive")).result())
          .isEqualTo(new Observation.Result.Refused(400));
    }
  }

  @Test
  void theBackendBehavesAsItsMannersSay() throws IOException {
    Fields origin = Fields.of("Origin", "http://elsewhere.example");
    assertThat(behaving("--path=/ws", Fields.NONE)).isEqualTo(new Observation.Result.Refused(404));
    assertThat(behaving("--same-origin", origin)).isEqualTo(new Observation.Result.Refused(403));
    assertThat(behaving("--wrong-accept", Fields.NONE))
        .isEqualTo(new Observation.Result.Refused(101));
    assertThat(behaving("--path=/", Fields.NONE)).isEqualTo(new Observation.Result.Opened());
  }

  private static Observation.Result behaving(String option, Fields extra) throws IOException {
    try (EchoBackend backend = EchoBackend.start(new Manners(List.of(option)))) {
      return observe(backend, extra).result();
    }
  }

  private static Scenario usual() {
    return Scenarios.named(Scenarios.USUAL).orElseThrow();
  }

  private static Observation observe(EchoBackend backend, Fields extra) {
    Target target = new Target(true, false, "127.0.0.1", backend.port(), "/");
    return HandshakeProbe.run(target, extra, Limits.DEFAULT);
  }

  private Stage stage() {
    return new Stage(
        this::check,
        _ -> new Answer.Given<>(mend()),
        _ -> new Answer.Unusable<>("nothing runs here"),
        report -> report.headline().getBytes(StandardCharsets.UTF_8),
        mend -> mend.patches().getFirst().diff().getBytes(StandardCharsets.ISO_8859_1),
        _ -> new byte[0],
        bytes -> shown.append(new String(bytes, StandardCharsets.UTF_8)),
        line -> shown.append(line).append('\n'));
  }

  /// Broken until the file has the line that [#mend] writes.
  private Answer<Report> check(CheckRequest request) {
    assertThat(request.offline()).isTrue();
    judged.add(((ConfigurationSource.File) request.configuration()).path());
    boolean mended = read(judged.getLast()).text().startsWith("# mended");
    return new Answer.Given<>(mended ? Samples.healthy() : Samples.broken());
  }

  private Mend mend() {
    SourceFile file = read(judged.getLast());
    return new Mend(
        List.of(Patch.of(file, List.of(Edit.insert(file, 0, "# mended\n")))),
        List.of(Samples.headersMissing()),
        List.of(),
        Optional.empty());
  }

  private static SourceFile read(Path path) {
    try {
      return SourceFile.of(path.toString(), Files.readAllBytes(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
