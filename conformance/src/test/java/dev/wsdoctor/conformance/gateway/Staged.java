package dev.wsdoctor.conformance.gateway;

import dev.wsdoctor.conformance.Ports;
import dev.wsdoctor.conformance.TemporaryFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A scenario with its ports; `{names}` is where a [NameServer] answers, `{number}` the second port
/// alone.
record Staged(Scenario scenario, int port, int port2, int backend, int backend2, int names) {
  /// What a scenario has shown.
  record Seen(String client, List<String> backend) {}

  static Staged of(Scenario scenario) {
    return new Staged(
        scenario, Ports.free(), Ports.free(), Ports.free(), Ports.free(), Ports.free());
  }

  /// The scenarios of a resource.
  static List<Staged> of(String resource) {
    return Scenario.read(read(resource)).stream().map(Staged::of).toList();
  }

  private static String read(String resource) {
    try (InputStream in = Objects.requireNonNull(Staged.class.getResourceAsStream(resource))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The fragments of all, whose files are written below the folder, one subfolder for each.
  static String write(List<Staged> staged, TemporaryFolder folder) {
    StringBuilder fragments = new StringBuilder();
    for (int i = 0; i < staged.size(); i++) {
      int number = i;
      Staged one = staged.get(i);
      one.scenario().files().forEach((file, text) -> folder.write(number + "/" + file, text));
      fragments.append(one.configuration(folder, i)).append('\n');
    }
    return fragments.toString();
  }

  /// With the ports filled in.
  List<Scenario.Answer> answers() {
    return scenario.answers().stream()
        .map(
            a ->
                new Scenario.Answer(
                    a.bytes().replace("{backend}", "127.0.0.1:" + backend), a.then()))
        .toList();
  }

  String configuration(TemporaryFolder folder, int number) {
    return scenario
        .configuration()
        .replace("{port}", "127.0.0.1:" + port)
        .replace("{port2}", "127.0.0.1:" + port2)
        .replace("{backend}", "127.0.0.1:" + backend)
        .replace("{backend2}", "127.0.0.1:" + backend2)
        .replace("{names}", "127.0.0.1:" + names)
        .replace("{number}", Integer.toString(port2))
        .replace("{dead}", "127.0.0.1:" + backend2)
        .replace("{logs}", "error_log {root}/error.log info; access_log {root}/access.log line;")
        .replace("{root}", folder.path() + "/" + number);
  }

  /// Holds all of the conversations at once.
  static List<Seen> converse(List<Staged> staged) {
    List<CompletableFuture<Seen>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      for (Staged one : staged) {
        all.add(CompletableFuture.supplyAsync(() -> converse(one), threads));
      }
      return all.stream().map(CompletableFuture::join).toList();
    }
  }

  private static Seen converse(Staged staged) {
    if (!staged.scenario().configuration().contains("{names}")) {
      return talk(staged);
    }
    try (NameServer _ = NameServer.start(staged.names())) {
      return talk(staged);
    }
  }

  private static Seen talk(Staged staged) {
    Scenario scenario = staged.scenario();
    if (scenario.answers().isEmpty()) {
      return new Seen(Conversation.hold(scenario, staged.port(), () -> true), List.of());
    }
    try (ScriptedBackend backend = ScriptedBackend.start(staged.backend(), staged.answers())) {
      String client = Conversation.hold(scenario, staged.port(), backend::isReached);
      return new Seen(client, backend.received());
    }
  }
}
