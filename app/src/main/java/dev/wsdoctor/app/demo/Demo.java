package dev.wsdoctor.app.demo;

import dev.wsdoctor.app.format.HopWords;
import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.diagnosis.CheckRequest;
import dev.wsdoctor.diagnosis.Mend;
import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.HandshakeProbe;
import dev.wsdoctor.probe.Limits;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.repair.Repair;
import dev.wsdoctor.repair.Repairs;
import dev.wsdoctor.repair.Steps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// Breaks, finds, fixes and proves, on loopback and in a folder of its own.
///
/// Without nginx it shows what can be shown without: the diagnosis from the file, and the mended
/// file judged again.
public final class Demo {
  private static final Duration NGINX_LIMIT = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(50);

  private final Stage stage;
  private final Optional<Path> nginx;
  private int act;

  public Demo(Stage stage, Optional<Path> nginx) {
    this.stage = stage;
    this.nginx = nginx;
  }

  /// The nginx on that PATH, or where packages put it.
  public static Optional<Path> nginxOn(String path) {
    return NginxProcess.find(path);
  }

  /// Whether the socket works at the end.
  public boolean run() {
    Instant began = Instant.now();
    boolean works = play();
    stage.say().accept("");
    stage
        .say()
        .accept(
            "%s after %d s; nothing is left behind."
                .formatted(
                    works ? "Done" : "It did not work out",
                    Duration.between(began, Instant.now()).toSeconds()));
    return works;
  }

  private boolean play() {
    try (Leftovers leftovers = new Leftovers()) {
      EchoBackend backend = leftovers.add(EchoBackend.start());
      Workspace workspace = leftovers.add(Workspace.create(backend.port()));
      return nginx.isPresent()
          ? live(nginx.get(), workspace, backend, leftovers)
          : offline(workspace, backend);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean live(Path program, Workspace workspace, EchoBackend backend, Leftovers leftovers)
      throws IOException {
    Target target = target(workspace);
    title("A configuration that breaks a WebSocket");
    NginxProcess running = leftovers.add(NginxProcess.start(program, workspace.folder()));
    Observation first = handshake(target, hop -> answers(hop) || !running.isAlive());
    if (!running.isAlive()) {
      line("nginx did not start: " + running.output());
      return false;
    }
    line("nginx on 127.0.0.1:%d runs %s".formatted(workspace.port(), workspace.configuration()));
    line("an application that echoes listens on 127.0.0.1:%d".formatted(backend.port()));
    title("The handshake fails");
    line(target + ": " + HopWords.of(first));
    if (!diagnoseAndMend(target, workspace, false)) {
      return false;
    }
    title("nginx -s reload, and the handshake again");
    running.reload();
    Observation second = handshake(target, Observation::opened);
    line(target + ": " + HopWords.of(second));
    return second.opened();
  }

  private boolean offline(Workspace workspace, EchoBackend backend) {
    title("A configuration that breaks a WebSocket");
    line("there is no nginx here, so nothing runs; the file is judged by itself");
    line("%s, in front of 127.0.0.1:%d".formatted(workspace.configuration(), backend.port()));
    Target target = target(workspace);
    if (!diagnoseAndMend(target, workspace, true)) {
      return false;
    }
    title("The mended file, judged again");
    return switch (check(target, workspace, true)) {
      case Answer.Unusable<Report>(String message) -> refused(message);
      case Answer.Given<Report>(Report report) -> {
        line(report.headline());
        yield report.causes().stream().noneMatch(cause -> cause.severity() == Severity.ERROR);
      }
    };
  }

  private boolean diagnoseAndMend(Target target, Workspace workspace, boolean offline) {
    title("wsdoctor check %s -c %s".formatted(target, workspace.configuration()));
    return switch (check(target, workspace, offline)) {
      case Answer.Unusable<Report>(String message) -> refused(message);
      case Answer.Given<Report>(Report report) -> {
        stage.print().accept(stage.asText().apply(report));
        yield mend(target, workspace);
      }
    };
  }

  private boolean mend(Target target, Workspace workspace) {
    title("wsdoctor fix %s -c %s --write".formatted(target, workspace.configuration()));
    return switch (stage.fix().apply(CheckRequest.offline(target, workspace.configuration()))) {
      case Answer.Unusable<Mend>(String message) -> refused(message);
      case Answer.Given<Mend>(Mend mend) -> write(mend, workspace);
    };
  }

  private boolean write(Mend mend, Workspace workspace) {
    stage.print().accept(stage.asDiff().apply(mend));
    mend.proof().ifPresent(proof -> line("proof: " + proof));
    return switch (Repairs.open(workspace.backups(), "wsdoctor demo", Steps.NONE)) {
      case Repairs.Opening.Refused(String message) -> refused(message);
      case Repairs.Opening.Open(Repairs repairs) -> {
        try (repairs) {
          yield write(mend, workspace, repairs);
        }
      }
    };
  }

  private boolean write(Mend mend, Workspace workspace, Repairs repairs) {
    Repair.Purpose purpose =
        new Repair.Purpose(target(workspace).toString(), workspace.configuration().toString());
    return switch (repairs.write(mend.patches(), purpose, Instant.now())) {
      case Repairs.Result.Refused(String message) -> refused(message);
      case Repairs.Result.Stuck(Repair _, String message) -> refused(message);
      case Repairs.Result.Done _ -> !mend.patches().isEmpty();
    };
  }

  private Answer<Report> check(Target target, Workspace workspace, boolean offline) {
    CheckRequest asked = CheckRequest.offline(target, workspace.configuration());
    return stage.check().apply(offline ? asked : asked.online(nginx));
  }

  /// Asks again and again until the answer is good enough, or the time is over.
  private static Observation handshake(Target target, Predicate<Observation> isEnough) {
    Instant end = Instant.now().plus(NGINX_LIMIT);
    Observation seen = HandshakeProbe.run(target, Fields.NONE, Limits.DEFAULT);
    while (!isEnough.test(seen) && Instant.now().isBefore(end)) {
      LockSupport.parkNanos(POLL.toNanos());
      seen = HandshakeProbe.run(target, Fields.NONE, Limits.DEFAULT);
    }
    return seen;
  }

  private static boolean answers(Observation hop) {
    return !(hop.result() instanceof Observation.Result.Failed);
  }

  private static Target target(Workspace workspace) {
    return new Target(true, false, "127.0.0.1", workspace.port(), "/ws");
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
