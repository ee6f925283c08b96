package dev.wsdoctor.app.demo;

import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.diagnosis.CheckRequest;
import dev.wsdoctor.diagnosis.ConfigurationSource;
import dev.wsdoctor.diagnosis.Mend;
import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.diagnosis.Setting;
import dev.wsdoctor.diagnosis.Traffic;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.LiveSocket;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.probe.Opening;
import dev.wsdoctor.repair.Repair;
import dev.wsdoctor.repair.Repairs;
import dev.wsdoctor.repair.Steps;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One scenario, act by act.
final class Play {
  private final Stage stage;
  private final Scenario scenario;
  private final Workspace workspace;
  private final EchoBackend backend;
  private int act;

  Play(Stage stage, Scenario scenario, Workspace workspace, EchoBackend backend) {
    this.stage = stage;
    this.scenario = scenario;
    this.workspace = workspace;
    this.backend = backend;
  }

  /// On a running nginx. Whether the socket works at the end.
  boolean live(Runner found, Leftovers leftovers) throws IOException {
    Runner runner = found.playing(scenario);
    Client client = client("url", "header");
    title("A configuration that breaks a WebSocket");
    NginxProcess running = leftovers.add(NginxProcess.start(runner, workspace.folder()));
    Client.Attempt before = client.first(running::isAlive);
    if (running.isAlive() == scenario.isRefused()) {
      String what = scenario.isRefused() ? "start" : "not start: " + running.output();
      line(runner.name() + " did " + what);
      return false;
    }
    line(
        "%s %s %s"
            .formatted(
                runner.name(), running.isAlive() ? "runs" : "refuses", workspace.configuration()));
    line("an application that echoes listens on 127.0.0.1:%d".formatted(backend.port()));
    title("The socket fails");
    line(running.isAlive() ? client.target() + ": " + before.words() : running.output());
    if (before.works()
        || !named(client, Optional.of(runner))
        || !cured(client, Optional.of(runner))) {
      return false;
    }
    Client mended = client("then-url", "then-header");
    title(runner.command() + " -s reload, and the socket again");
    NginxProcess now = running;
    if (running.isAlive()) {
      running.reload();
    } else {
      now = leftovers.add(NginxProcess.start(runner, workspace.folder()));
    }
    Client.Attempt after = mended.afterReload();
    line(mended.target() + ": " + after.words());
    return after.works() && seen(mended, runner, now);
  }

  /// From the file alone. Whether no error is left at the end.
  boolean offline() throws IOException {
    title("A configuration that breaks a WebSocket");
    line("there is no nginx here, so nothing runs; the file is judged by itself");
    line("%s, in front of 127.0.0.1:%d".formatted(workspace.configuration(), backend.port()));
    Client client = client("url", "header");
    if (!named(client, Optional.empty()) || !cured(client, Optional.empty())) {
      return false;
    }
    title("The mended file, judged again");
    Optional<Report> report = given(check(client("then-url", "then-header"), Optional.empty()));
    report.ifPresent(mended -> line(mended.headline()));
    return report
        .filter(mended -> mended.causes().stream().noneMatch(Finding::isError))
        .isPresent();
  }

  /// Whether the cause that is staged is the one that is named.
  private boolean named(Client client, Optional<Runner> runner) {
    title("wsdoctor check %s -c %s".formatted(client.target(), workspace.configuration()));
    Optional<Report> report = given(check(client, runner));
    report.ifPresent(found -> stage.print().accept(stage.asText().apply(found)));
    boolean right =
        report.stream()
            .flatMap(found -> found.causes().stream().limit(1))
            .anyMatch(cause -> cause.id().equals(scenario.cause()));
    if (report.isPresent() && !right) {
      line("expected %s as the first cause".formatted(scenario.cause()));
    }
    return right;
  }

  private Answer<Report> check(Client client, Optional<Runner> runner) {
    return stage.check().apply(request(client, runner));
  }

  private CheckRequest request(Client client, Optional<Runner> runner) {
    CheckRequest offline =
        CheckRequest.offline(client.target(), workspace.configuration()).sending(client.fields());
    return runner
        .map(it -> offline.online(Optional.of(it.program())).ofRelease(it.release()))
        .orElse(offline);
  }

  private boolean cured(Client client, Optional<Runner> runner) throws IOException {
    if (scenario.cure().isPresent()) {
      return byHand(scenario.cure().get());
    }
    title("wsdoctor fix %s -c %s --write".formatted(client.target(), workspace.configuration()));
    return given(stage.fix().apply(request(client, runner))).filter(this::written).isPresent();
  }

  /// What no edit of wsdoctor's does, since only a person knows what is meant.
  private boolean byHand(String cure) throws IOException {
    title("By hand: " + cure);
    for (String change : scenario.values("then-conf")) {
      line(workspace.placed(change));
      workspace.change(change);
    }
    List<String> options = scenario.values("then-backend");
    if (!options.isEmpty()) {
      backend.behave(new Manners(options));
      line("the application is mended");
    }
    return true;
  }

  private boolean written(Mend mend) {
    stage.print().accept(stage.asDiff().apply(mend));
    mend.proof().ifPresent(proof -> line("proof: " + proof));
    return switch (Repairs.open(workspace.backups(), "wsdoctor demo", Steps.NONE)) {
      case Repairs.Opening.Refused(String message) -> refused(message);
      case Repairs.Opening.Open(Repairs repairs) -> {
        try (repairs) {
          yield written(mend, repairs);
        }
      }
    };
  }

  private boolean written(Mend mend, Repairs repairs) {
    Repair.Purpose purpose =
        new Repair.Purpose(
            client("url", "header").target().toString(), workspace.configuration().toString());
    return switch (repairs.write(mend.patches(), purpose, Instant.now())) {
      case Repairs.Result.Refused(String message) -> refused(message);
      case Repairs.Result.Stuck(Repair _, String message) -> refused(message);
      case Repairs.Result.Done _ -> !mend.patches().isEmpty();
    };
  }

  /// The open socket among the connections that pass through nginx.
  private boolean seen(Client client, Runner runner, NginxProcess running) throws IOException {
    title("wsdoctor top -c %s, while the socket is open".formatted(workspace.configuration()));
    return switch (client.open()) {
      case Opening.Failed(Observation _) -> refused("it did not open again");
      case Opening.Open(LiveSocket socket, Observation _) -> {
        try (socket) {
          yield seen(runner, running);
        }
      }
    };
  }

  private boolean seen(Runner runner, NginxProcess running) {
    Setting setting =
        new Setting(
            new ConfigurationSource.File(workspace.configuration()),
            Optional.of(runner.program()),
            runner.release());
    Answer<Traffic> traffic =
        stage.traffic().apply(setting).then(reader -> reader.read(OptionalLong.of(running.pid())));
    return given(traffic).stream()
        .peek(seen -> stage.print().accept(stage.asTable().apply(seen)))
        .findAny()
        .isPresent();
  }

  /// Who opens the socket: what stands behind these keys, where anything does.
  private Client client(String urlKey, String headerKey) {
    String url =
        workspace.placed(scenario.value(urlKey).or(() -> scenario.value("url")).orElseThrow());
    if (!(Target.parse(url) instanceof Target.Parsed.Valid(Target target))) {
      throw new IllegalStateException(scenario + " has no URL but " + url);
    }
    List<String> lines = scenario.values(headerKey);
    List<Field> fields =
        (lines.isEmpty() ? scenario.values("header") : lines)
            .stream().map(workspace::placed).map(Play::field).toList();
    Duration silence =
        scenario
            .value("silence")
            .map(Long::parseLong)
            .map(Duration::ofSeconds)
            .orElse(Duration.ZERO);
    return new Client(target, new Fields(fields), silence);
  }

  private static Field field(String line) {
    int colon = line.indexOf(':');
    return new Field(line.substring(0, colon), line.substring(colon + 1).strip());
  }

  private <T> Optional<T> given(Answer<T> answer) {
    return switch (answer) {
      case Answer.Unusable<T>(String message) -> {
        line(message);
        yield Optional.empty();
      }
      case Answer.Given<T>(T value) -> Optional.of(value);
    };
  }

  private boolean refused(String message) {
    line(message);
    return false;
  }

  private void title(String text) {
    act++;
    stage.say().accept((act == 1 ? "" : "\n") + act + ". " + text + "\n");
  }

  private void line(String text) {
    stage.say().accept("   " + text);
  }
}
