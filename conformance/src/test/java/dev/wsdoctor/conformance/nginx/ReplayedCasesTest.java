package dev.wsdoctor.conformance.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conformance.JsonTree;
import dev.wsdoctor.conformance.SharedCases;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.disk.DiskFiles;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.Connection;
import dev.wsdoctor.nginx.Decision;
import dev.wsdoctor.nginx.FileView;
import dev.wsdoctor.nginx.Nginx;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.ProxyTarget;
import dev.wsdoctor.nginx.Sent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Decisions about real configurations against what two releases of nginx did with them; the cases
/// are an extra that runs when they lie beside the checkout.
class ReplayedCasesTest {
  private static final Set<String> NO_FIELDS =
      Set.of("port", "request", "headers", "tls", "note", "sec-websocket-protocol");

  /// The machine of the replays had an index page and nothing else.
  private static final FileView FILES =
      path -> path.endsWith("/index.html") ? FileView.Kind.FILE : FileView.Kind.ABSENT;

  /// What nginx of a version did with the request of a case.
  private record Replay(
      String name,
      Path configuration,
      NginxVersion version,
      String status,
      Optional<JsonTree> upstream) {}

  @TestFactory
  Stream<DynamicTest> decisionsAgreeWithWhatNginxDid() {
    return SharedCases.extra("replayed decisions", ReplayedCasesTest::compareAll);
  }

  private static void compareAll(Path cases) throws IOException {
    List<String> differences = new ArrayList<>();
    int compared = 0;
    try (Stream<Path> folders = Files.list(cases)) {
      for (Path folder : folders.sorted().toList()) {
        JsonTree facts = JsonTree.parse(Files.readString(folder.resolve("case.json")));
        for (Replay replay : replays(folder, facts)) {
          compared++;
          compare(replay, facts).ifPresent(d -> differences.add(replay.name() + ": " + d));
        }
      }
    }
    assertThat(differences).as("of %d replays", compared).isEmpty();
    assertThat(compared).isGreaterThan(60);
  }

  private static List<Replay> replays(Path folder, JsonTree facts) {
    List<Replay> replays = new ArrayList<>();
    JsonTree all = facts.field("replay").orElse(new JsonTree(Map.of(), List.of(), ""));
    String name = folder.getFileName().toString();
    if (all.field("status").isPresent()) {
      replays.add(replay(name, folder, "1.22.1", all.text("status"), all.field("upstream_saw")));
    }
    all.fields()
        .forEach(
            (of, seen) -> {
              if (of.contains("nginx 1.") && seen.field("client_saw").isPresent()) {
                Path where = of.startsWith("fixed") ? folder.resolve("fixed") : folder;
                String title = name + ", " + of;
                replays.add(
                    replay(title, where, of, seen.text("client_saw"), seen.field("upstream_got")));
              }
            });
    return replays;
  }

  private static Replay replay(
      String name, Path folder, String version, String status, Optional<JsonTree> upstream) {
    List<JsonTree> seen = upstream.map(JsonTree::items).orElse(List.of());
    return new Replay(
        name,
        folder.resolve("nginx.conf"),
        NginxVersion.find(version).orElseThrow(),
        status,
        seen.isEmpty() ? Optional.empty() : Optional.of(seen.getLast()));
  }

  private static Optional<String> compare(Replay replay, JsonTree facts) {
    Configuration configuration =
        Configuration.load(new DiskFiles(), replay.configuration().toString());
    Nginx nginx = Nginx.of(configuration, replay.version());
    Decision decision = nginx.decide(connection(facts), request(facts), FILES);
    if (replay.upstream().isEmpty()) {
      return compareStatus(replay, decision.outcome());
    }
    if (decision.proxied().isEmpty()) {
      return Optional.of("went upstream, but we say " + decision.outcome());
    }
    ProxyTarget target = decision.proxied().get().target();
    if (nginx.listens(target.host().text(), target.port())) {
      // a second hop in the same file: what was recorded is the request of that one
      return Optional.empty();
    }
    return compareSent(decision.proxied().get(), replay.upstream().get());
  }

  private static Optional<String> compareStatus(Replay replay, Outcome outcome) {
    String status = Integer.toString(status(outcome));
    return replay.status().contains(status)
        ? Optional.empty()
        : Optional.of(replay.status() + ", but we say " + outcome);
  }

  private static int status(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answered answered -> answered.status();
      case Outcome.Static file -> file.status();
      case Outcome.Proxied _ -> 502;
      case Outcome.WrongProtocol _ -> 400;
      case Outcome.Handled _, Outcome.Closed _, Outcome.NotListening _, Outcome.NotLoaded _ -> 0;
    };
  }

  private static Optional<String> compareSent(Outcome.Proxied proxied, JsonTree seen) {
    String line = seen.text("request");
    if (!proxied.sent().line().equals(line)) {
      return Optional.of(line + ", but we say " + proxied.sent().line());
    }
    Map<String, JsonTree> fields =
        seen.field("headers").map(JsonTree::fields).orElse(seen.fields());
    for (Map.Entry<String, JsonTree> field : fields.entrySet()) {
      if (NO_FIELDS.contains(field.getKey())) {
        continue;
      }
      List<String> ours =
          proxied.sent().all(field.getKey()).stream().map(f -> f.value().text()).toList();
      boolean known =
          proxied.sent().all(field.getKey()).stream().allMatch(f -> f.value().isKnown());
      if (known && !ours.equals(field.getValue().texts())) {
        return Optional.of(
            field.getKey() + ": " + field.getValue().texts() + ", but we say " + ours);
      }
    }
    return missing(proxied.sent(), fields.keySet());
  }

  /// The replay names each of these when it is sent.
  private static Optional<String> missing(Sent sent, Set<String> seen) {
    for (String name : List.of("Upgrade", "Connection", "Host")) {
      boolean wasSeen = seen.stream().anyMatch(name::equalsIgnoreCase);
      if (!wasSeen && !sent.all(name).isEmpty()) {
        return Optional.of(
            "no " + name.toLowerCase(Locale.ROOT) + ", but we say " + sent.all(name));
      }
    }
    return Optional.empty();
  }

  private static Target target(JsonTree facts) {
    String probe = facts.field("replay").map(r -> r.text("probe")).orElse("");
    String url = probe.isEmpty() ? facts.text("url") : probe.split(" ", 2)[0];
    return switch (Target.parse(url)) {
      case Target.Parsed.Valid(Target target) -> target;
      case Target.Parsed.Invalid(String message) -> throw new AssertionError(message);
    };
  }

  private static Connection connection(JsonTree facts) {
    Target target = target(facts);
    return target.tls()
        ? Connection.tls("127.0.0.1", target.port(), target.host())
        : Connection.plain("127.0.0.1", target.port());
  }

  private static Request request(JsonTree facts) {
    Target target = target(facts);
    Fields fields = Fields.of("Host", target.authority());
    String probe = facts.field("replay").map(r -> r.text("probe")).orElse("");
    if (target.webSocket() || probe.isEmpty()) {
      fields =
          fields
              .and("Upgrade", "websocket")
              .and("Connection", "Upgrade")
              .and("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
              .and("Sec-WebSocket-Version", "13");
    }
    Map<String, JsonTree> further = facts.field("headers").map(JsonTree::fields).orElse(Map.of());
    for (Map.Entry<String, JsonTree> field : further.entrySet()) {
      fields = fields.with(field.getKey(), field.getValue().text());
    }
    if (probe.contains("Origin: ")) {
      fields = fields.with("Origin", probe.substring(probe.indexOf("Origin: ") + 8));
    }
    return new Request("GET", target.requestTarget(), "HTTP/1.1", fields);
  }
}
