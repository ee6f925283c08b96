package dev.wsdoctor.gateway.command;

import dev.wsdoctor.disk.Errno;
import dev.wsdoctor.log.Level;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What the program itself has to say: at the start to standard error and the file of `-e`, later
/// to the logs of the configuration (ngx_log_error_core, ngx_log_stderr). For any thread.
final class Console {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss");

  private record Target(ConsoleLog file, OutputStream stream) {}

  private final OutputStream error;
  private final Supplier<LocalDateTime> now;
  private final long pid;

  /// Guarded by this.
  private List<Target> targets = List.of();

  /// Whether serious messages are for the terminal, too. Guarded by this.
  private boolean terminal = true;

  Console(OutputStream error, Supplier<LocalDateTime> now, long pid) {
    this.error = error;
    this.now = now;
    this.pid = pid;
  }

  /// Opens the log of `-e`, which exists from then on.
  synchronized void begin(ConsoleLog early) {
    open(List.of(early))
        .ifPresent(failure -> log(Level.ALERT, "could not open error log file: " + failure));
  }

  /// Goes on in these, which then exist: the reason, and no change, if one cannot be opened.
  synchronized Optional<String> follow(List<ConsoleLog> files) {
    return open(files);
  }

  /// The start is over: only the logs hear of the rest.
  synchronized void leaveTerminal() {
    terminal = false;
  }

  /// Opens the files again, under the names they had.
  synchronized void reopen() {
    open(targets.stream().map(Target::file).toList()).ifPresent(why -> log(Level.EMERG, why));
  }

  private Optional<String> open(List<ConsoleLog> files) {
    List<Target> opened = new ArrayList<>();
    for (ConsoleLog file : files) {
      try {
        opened.add(new Target(file, file.path().isPresent() ? stream(file.path().get()) : error));
      } catch (IOException e) {
        opened.forEach(this::close);
        return Optional.of(failure(e, file.path().orElseThrow()));
      }
    }
    targets.forEach(this::close);
    targets = opened;
    return Optional.empty();
  }

  private static OutputStream stream(Path path) throws IOException {
    return Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static String failure(IOException e, Path path) {
    return "open() \"%s\" failed (%s)".formatted(Bytes.asChars(path.toString()), Errno.of(e, path));
  }

  private void close(Target target) {
    if (!target.stream().equals(error)) {
      try {
        target.stream().close();
      } catch (IOException _) {
        // Every line was flushed.
      }
    }
  }

  /// A line for a person: `nginx: invalid option: "x"`.
  synchronized void say(String text) {
    write(error, "nginx: " + text);
  }

  /// Lines as they are.
  synchronized void print(String text) {
    write(error, text);
  }

  synchronized void log(Level level, String message) {
    boolean shown = false;
    for (Target target : targets) {
      if (level.compareTo(target.file().least()) >= 0) {
        write(target.stream(), line(level, message));
        shown |= target.stream().equals(error);
      }
    }
    if (terminal && !shown && level.compareTo(Level.WARN) >= 0) {
      say("[" + level.word() + "] " + message);
    }
  }

  private String line(Level level, String message) {
    String time = TIME.format(now.get());
    return "%s [%s] %d#%d: %s".formatted(time, level.word(), pid, pid, message);
  }

  private static void write(OutputStream out, String text) {
    try {
      out.write(Bytes.of(text + "\n"));
      out.flush();
    } catch (IOException _) {
      // nobody is there to be told, and nginx goes on, too
    }
  }
}
