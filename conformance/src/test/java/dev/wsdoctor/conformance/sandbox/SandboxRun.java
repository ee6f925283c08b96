package dev.wsdoctor.conformance.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conformance.RealParts;
import dev.wsdoctor.conformance.TemporaryFolder;
import dev.wsdoctor.disk.DiskFiles;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.sandbox.Agreement;
import dev.wsdoctor.sandbox.Confirmation;
import dev.wsdoctor.sandbox.Limits;
import dev.wsdoctor.sandbox.NginxBinary;
import dev.wsdoctor.sandbox.RecordedRequest;
import dev.wsdoctor.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A configuration in the sandbox: what nginx does there, and that the evaluator knew it before.
final class SandboxRun {
  private static final String UPGRADE =
      """
      proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection "upgrade";
      """;

  private SandboxRun() {}

  /// What nginx does in the sandbox, and whether the evaluator knew it before.
  private record Outcome(Confirmation confirmation, Agreement prediction) {}

  private static Outcome run(Map<String, String> files, String url) {
    try (TemporaryFolder folder = TemporaryFolder.create("sandbox-test")) {
      files.forEach(
          (name, text) -> folder.write(name, text.replace("@FOLDER@", folder.path().toString())));
      Configuration configuration =
          Configuration.load(new DiskFiles(), folder.path() + "/nginx.conf");
      Target target =
          switch (Target.parse(url)) {
            case Target.Parsed.Valid(Target valid) -> valid;
            case Target.Parsed.Invalid(String message) -> throw new AssertionError(message);
          };
      Set<Path> before = everything(folder.path());
      Confirmation confirmation =
          Sandbox.confirm(
              configuration,
              target,
              Fields.NONE,
              NginxBinary.at(RealParts.NGINX.toString()).orElseThrow(),
              Limits.DEFAULT);
      assertThat(everything(folder.path())).as("the user's folder").isEqualTo(before);
      return new Outcome(
          confirmation, Prediction.compare(configuration, target, Fields.NONE, confirmation));
    }
  }

  private static Set<Path> everything(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Confirmation confirm(Map<String, String> files, String url) {
    return run(files, url).confirmation();
  }

  /// `status -> peer request-line [field: value ...]`, one line per request; fields are those named
  /// in `fields`.
  static String shown(Confirmation confirmation, List<String> fields) {
    return switch (confirmation) {
      case Confirmation.Ran ran ->
          ran.status()
              + ran.answer()
                  .flatMap(a -> a.fields().first("Location"))
                  .map(l -> " to " + l)
                  .orElse("")
              + ran.received().stream()
                  .map(request -> " -> " + shown(request, fields))
                  .collect(Collectors.joining())
              + ran.otherPeers().stream().map(p -> " -> other " + p).collect(Collectors.joining())
              + (ran.answer().isPresent() ? "" : " " + ran.trouble());
      case Confirmation.NotConfirmable(String why) -> "not confirmable: " + why;
      case Confirmation.DoesNotLoad(var error) -> "does not load: " + error;
    };
  }

  private static String shown(RecordedRequest recorded, List<String> fields) {
    return (recorded.tls() ? "tls " : "")
        + recorded.peer()
        + " "
        + recorded.request().line()
        + fields.stream()
            .flatMap(
                name ->
                    recorded.request().fields().all(name).stream().map(v -> " " + name + "=" + v))
            .collect(Collectors.joining());
  }

  static void check(String http, String url, String expected, String... fields) {
    String conf = "events {}\nhttp {\n" + http.replace("@UPGRADE@", UPGRADE) + "\n}\n";
    Outcome outcome = run(Map.of("nginx.conf", conf), url);
    assertThat(
            shown(outcome.confirmation(), List.of(fields))
                .replaceAll("/tmp/sandbox-test[0-9]+/nginx.conf", "@CONF@"))
        .as(conf)
        .isEqualTo(expected);
    if (outcome.confirmation() instanceof Confirmation.Ran) {
      assertThat(outcome.prediction().differences()).as("prediction for " + conf).isEmpty();
    }
  }
}
