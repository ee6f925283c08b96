package dev.wsdoctor.repair;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/// The nginx that runs a configuration: tests its files, and makes it read them again.
public final class LiveNginx {
  private static final Path SYSTEMD = Path.of("/run/systemd/system");

  private final Path configuration;
  private final Optional<Master> master;
  private final Optional<String> command;
  private final Optional<Path> program;
  private final Patience patience;

  private LiveNginx(
      Path configuration,
      Optional<Master> master,
      Optional<String> command,
      Optional<Path> program,
      Patience patience) {
    this.configuration = configuration;
    this.master = master;
    this.command = command;
    this.program = program;
    this.patience = patience;
  }

  /// What came of looking for it.
  public sealed interface Search {
    record Found(LiveNginx nginx) implements Search {}

    record Missing(String message) implements Search {}
  }

  /// `command` is what reloads it, if the user has said so; then it may run where its processes
  /// cannot be seen. `program` is the nginx to test with where none is seen.
  public static Search find(
      Path configuration, Optional<String> command, Optional<Path> program, Patience patience) {
    List<Master> masters = Master.reading(configuration);
    if (masters.size() > 1) {
      return new Search.Missing(
          "%d nginx masters read %s, so it is not clear which to reload; stop all but one"
              .formatted(masters.size(), configuration));
    }
    if (masters.isEmpty() && command.isEmpty()) {
      return new Search.Missing(missing(configuration));
    }
    return new Search.Found(
        new LiveNginx(configuration, masters.stream().findFirst(), command, program, patience));
  }

  private static String missing(Path configuration) {
    List<String> others =
        Master.running().stream()
            .map(other -> "%s (process %d)".formatted(other.configuration(), other.pid()))
            .toList();
    return "no running nginx reads %s%s; start it, or give --reload-command, or leave --reload out"
        .formatted(configuration, others.isEmpty() ? "" : ", only " + String.join(", ", others));
  }

  /// What `nginx -t` says against the files as they are, read as the running nginx reads them.
  Optional<String> test() {
    return testing().flatMap(line -> Program.complaint(line, patience.command()));
  }

  /// False when there is no program to test with.
  boolean canTest() {
    return testing().isPresent();
  }

  private Optional<List<String>> testing() {
    if (master.isPresent()) {
      List<String> line = new ArrayList<>(List.of(master.get().program().toString(), "-t"));
      line.addAll(master.get().title().arguments());
      return Optional.of(line);
    }
    return program.map(path -> List.of(path.toString(), "-t", "-c", configuration.toString()));
  }

  /// How it will be made to read its files again.
  String method() {
    return String.join(" ", reloading());
  }

  private List<String> reloading() {
    if (command.isPresent()) {
      return List.of("sh", "-c", command.get());
    }
    Optional<String> unit = master.flatMap(Master::unit).filter(_ -> Files.exists(SYSTEMD));
    return unit.map(name -> List.of("systemctl", "reload", name))
        .orElseGet(() -> List.of("sh", "-c", "kill -HUP " + master.map(Master::pid).orElseThrow()));
  }

  /// Reloads and returns when only new workers accept connections; why it did not come to that
  /// otherwise. Where no process is seen, the end of the command has to do.
  Optional<String> reload() {
    Set<Long> before = workers();
    Optional<String> complaint = Program.complaint(reloading(), patience.command());
    if (complaint.isPresent()) {
      return complaint.map(why -> "'%s' failed: %s".formatted(method(), why));
    }
    if (master.isEmpty() || comesTrue(patience.workers(), () -> areNew(before))) {
      return Optional.empty();
    }
    return Optional.of(
        "nginx kept its old workers for %d s after '%s'; its error log says why"
            .formatted(patience.workers().toSeconds(), method()));
  }

  private boolean areNew(Set<Long> before) {
    Set<Long> now = workers();
    return !now.isEmpty() && now.stream().noneMatch(before::contains);
  }

  private Set<Long> workers() {
    Set<Long> workers = new HashSet<>();
    master.ifPresent(known -> workers.addAll(known.workers()));
    if (workers.isEmpty() && master.isPresent()) {
      // The command may have started another master.
      Master.reading(configuration).forEach(other -> workers.addAll(other.workers()));
    }
    return workers;
  }

  /// Something that is looked at again and again, until it is so or the time is over.
  interface Condition {
    boolean holds();
  }

  /// What there is to wait for when no worker can be watched.
  boolean settles(Condition condition) {
    return comesTrue(master.isPresent() ? Duration.ZERO : patience.settle(), condition);
  }

  private boolean comesTrue(Duration limit, Condition condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() >= end) {
        return false;
      }
      LockSupport.parkNanos(patience.pause().toNanos());
    }
    return true;
  }

  Duration hold() {
    return patience.hold();
  }
}
