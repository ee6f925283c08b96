package dev.wsdoctor.conformance.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Prefixes;
import dev.wsdoctor.conformance.RealParts;
import dev.wsdoctor.conformance.SharedCases;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Real configurations whose replay on a real nginx is on record, if `../shared/cases` is there:
/// the sandbox must see the same client status and the same upstream request, and the evaluator
/// must have predicted both.
class CasesTest {
  /// What differs for a good reason.
  private static final Map<String, String> DIFFERENT =
      Map.of(
          "onyx-two-hops",
          "the record is of the second hop, the sandbox shows the first",
          "ha-ingress-connection-constant",
          "TLS ends before this nginx, which does not listen on the port of the URL",
          "ome-plain-requests-mark-ws-upstream-down",
          "the record is of a handshake, the URL of an ordinary request");

  /// Not compared: the recorder offered a subprotocol to one.
  private static final List<String> NO_HEADERS =
      List.of("port", "request", "headers", "tls", "sec-websocket-protocol");

  @TestFactory
  Stream<DynamicTest> theSandboxSeesWhatTheReplaySaw() {
    RealParts.needNginx();
    return SharedCases.extra("replays in the sandbox", CasesTest::compareAll);
  }

  private static void compareAll(Path recorded) throws IOException {
    List<String> differences = new ArrayList<>();
    int compared = 0;
    long start = System.nanoTime();
    try (Stream<Path> cases = Files.list(recorded)) {
      for (Path folder : cases.sorted().toList()) {
        JsonNode record =
            JsonMapper.shared().readTree(Files.readString(folder.resolve("case.json")));
        if (!DIFFERENT.containsKey(text(record, "id"))) {
          compared++;
          compare(folder, record)
              .forEach(difference -> differences.add(text(record, "id") + ": " + difference));
        }
      }
    }
    System.out.printf(
        "%d cases confirmed in %d ms%n",
        compared, Duration.ofNanos(System.nanoTime() - start).toMillis());
    assertThat(compared).isGreaterThan(40);
    assertThat(differences).isEmpty();
  }

  private static List<String> compare(Path folder, JsonNode record) throws IOException {
    Path real = folder.toRealPath();
    Target target = target(text(record, "url"));
    Configuration configuration =
        Configuration.load(
            new DiskFiles(), real + "/nginx.conf", new Prefixes(real.toString(), real.toString()));
    Confirmation confirmation =
        Sandbox.confirm(
            configuration,
            target,
            fields(record),
            NginxBinary.at(RealParts.NGINX.toString()).orElseThrow(),
            Limits.DEFAULT);
    boolean loads = text(record, "nginx_t").equals("ok");
    return switch (confirmation) {
      case Confirmation.NotConfirmable(String why) -> List.of("not confirmable: " + why);
      case Confirmation.DoesNotLoad(var error) ->
          loads ? List.of("does not load: " + error) : List.of();
      case Confirmation.Ran ran -> {
        List<String> differences = compare(ran, record);
        Agreement prediction = Prediction.compare(configuration, target, fields(record), ran);
        prediction
            .differences()
            .forEach(difference -> differences.add("prediction: " + difference));
        yield loads ? differences : List.of("runs, but should not load");
      }
    };
  }

  private static Target target(String url) {
    return switch (Target.parse(url)) {
      case Target.Parsed.Valid(Target target) -> target;
      case Target.Parsed.Invalid(String message) -> throw new AssertionError(message);
    };
  }

  private static Fields fields(JsonNode record) {
    Fields fields = Fields.NONE;
    for (Map.Entry<String, JsonNode> header : record.path("headers").properties()) {
      fields = fields.and(header.getKey(), header.getValue().asString());
    }
    return fields;
  }

  private static List<String> compare(Confirmation.Ran ran, JsonNode record) {
    JsonNode replay = record.path("replay");
    JsonNode seen = replay.has("nginx 1.22.1") ? replay.path("nginx 1.22.1") : replay;
    String status = text(seen, "client_saw") + text(seen, "status");
    List<String> differences = new ArrayList<>();
    // One recorder answered 426 where the stand-in answers 400.
    if (!status.replace("426", "400").contains(" " + ran.status() + " ")) {
      differences.add(
          "expected %s but nginx answered %d %s".formatted(status, ran.status(), ran.trouble()));
    }
    JsonNode upstream =
        seen.has("upstream_got") ? seen.path("upstream_got") : seen.path("upstream_saw");
    for (JsonNode expected : upstream) {
      if (ran.received().stream().noneMatch(received -> matches(received, expected))) {
        differences.add("expected %s but received %s".formatted(expected, ran.received()));
      }
    }
    return differences;
  }

  private static boolean matches(RecordedRequest received, JsonNode expected) {
    JsonNode headers = expected.has("headers") ? expected.path("headers") : expected;
    return received.peer().endsWith(":" + text(expected, "port"))
        && received.request().line().equals(text(expected, "request"))
        && headers.properties().stream()
            .filter(header -> !NO_HEADERS.contains(header.getKey().toLowerCase(Locale.ROOT)))
            .allMatch(
                header ->
                    received
                        .request()
                        .fields()
                        .all(header.getKey())
                        .equals(texts(header.getValue())));
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }

  private static List<String> texts(JsonNode node) {
    return node.isArray()
        ? node.valueStream().map(JsonNode::asString).toList()
        : List.of(node.asString());
  }
}
