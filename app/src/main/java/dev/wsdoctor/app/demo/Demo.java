package dev.wsdoctor.app.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Breaks, finds, fixes and proves, on loopback and in a folder of its own.
///
/// Without anything that runs it, it shows what can be shown without: the diagnosis from the file,
/// and the mended file judged again.
public final class Demo {
  private final Stage stage;
  private final Optional<Runner> runner;

  public Demo(Stage stage, Optional<Runner> runner) {
    this.stage = stage;
    this.runner = runner;
  }

  /// Whether the socket works at the end.
  public boolean run(Scenario scenario) {
    Instant began = Instant.now();
    boolean works = play(scenario);
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

  private boolean play(Scenario scenario) {
    try (Leftovers leftovers = new Leftovers()) {
      EchoBackend backend =
          leftovers.add(EchoBackend.start(new Manners(scenario.values("backend"))));
      Talker talker = leftovers.add(Talker.start());
      Workspace workspace =
          leftovers.add(Workspace.create(scenario, backend.port(), talker.port()));
      Play play = new Play(stage, scenario, workspace, backend);
      return runner.isPresent() ? play.live(runner.get(), leftovers) : play.offline();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
