package dev.wsdoctor.gateway.log;

import dev.wsdoctor.log.Level;
import dev.wsdoctor.nginx.Execution;
import dev.wsdoctor.nginx.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/// The logs of a configuration (`ngx_http_log_module.c`, `ngx_log.c`): writes what a request or an
/// event says to those that are in force. May be used by many threads; writes block as nginx's do.
public final class Logs implements AutoCloseable {
  /// How often a log that cannot be written is told of.
  private static final Duration SILENCE = Duration.ofSeconds(59);

  private final LogTable table;
  private final LogSettings settings;
  private final Map<Path, Instant> toldOf = new ConcurrentHashMap<>();
  private final Map<Path, Long> fullDisks = new ConcurrentHashMap<>();

  private volatile Optional<FlushTimer> timer = Optional.empty();

  Logs(LogTable table, LogSettings settings) {
    this.table = table;
    this.settings = settings;
  }

  /// Writes buffers when their `flush=` is over, from now on, by that executor.
  public void flushBy(ScheduledExecutorService executor, InstantSource clock) {
    timer = Optional.of(new FlushTimer(this, executor, clock));
  }

  /// Whether a request there may have lines in an access log.
  public boolean wantsAccess(Scope scope) {
    return !table.accessLogs(scope).isEmpty();
  }

  /// Writes the access log lines of a request at its end; `place` is for errors in doing so.
  public void access(Execution execution, Supplier<ErrorPlace> place, Instant now) {
    for (AccessLog log : table.accessLogs(execution.scope())) {
      if (log.condition().isEmpty() || isTrue(execution.text(log.condition().get()))) {
        String text = log.format().line(execution::found);
        byte[] line = bytes(text);
        switch (log.target()) {
          case AccessLog.Target.ToFile(LogFile file) -> write(file, line, now);
          case AccessLog.Target.ToSyslog(Syslog server) -> send(server, text, now);
          case AccessLog.Target.ToEvaluated(String template) ->
              writeEvaluated(execution, template, line, place, now);
        }
      }
    }
  }

  private void send(Syslog server, String line, Instant now) {
    try {
      server.send(line, now);
    } catch (IOException e) {
      error(ServerMessages.sendFailed(e), now);
    }
  }

  private static boolean isTrue(String value) {
    return !value.isEmpty() && !value.equals("0");
  }

  private static byte[] bytes(String line) {
    return (line + "\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  /// A disk that was full is left in peace for the rest of the second.
  private void write(LogFile file, byte[] line, Instant now) {
    Long full = fullDisks.get(file.path());
    if (full != null && full == now.getEpochSecond()) {
      return;
    }
    try {
      file.write(line, now).ifPresent(due -> timer.ifPresent(t -> t.wake(now, due)));
    } catch (IOException e) {
      if (Errno.of(e).equals(Optional.of(Errno.ENOSPC))) {
        fullDisks.put(file.path(), now.getEpochSecond());
      }
      tell(file.path(), ServerMessages.logWriteFailed(file.path().toString(), e), now);
    }
  }

  private void tell(Path path, Message message, Instant now) {
    Instant before = toldOf.get(path);
    if (before == null || Duration.between(before, now).compareTo(SILENCE) > 0) {
      toldOf.put(path, now);
      error(message, now);
    }
  }

  /// A path with variables is opened for each line, and only if the request's root is there
  /// (`ngx_http_log_script_write`).
  private void writeEvaluated(
      Execution execution, String template, byte[] line, Supplier<ErrorPlace> place, Instant now) {
    String root = execution.text("$document_root");
    if (!Files.isDirectory(table.resolve(root))) {
      whileLogging(execution, ServerMessages.logRootMissing(root), place, now);
      return;
    }
    Path path = table.resolve(execution.text(template));
    try {
      Files.write(path, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      whileLogging(execution, ServerMessages.logOpenFailed(path.toString(), e), place, now);
    }
  }

  private void whileLogging(
      Execution execution, Message message, Supplier<ErrorPlace> place, Instant now) {
    ErrorPlace during = place.get().during(Action.LOGGING_REQUEST);
    error(execution.scope(), message, Optional.of(during), now);
  }

  /// Whether any log in force takes messages of that level.
  public boolean takes(Scope scope, Level level) {
    for (ErrorLog log : table.errorLogs(scope)) {
      if (log.takes(level)) {
        return true;
      }
    }
    return false;
  }

  /// Writes a message about a request to the error logs in force there.
  public void error(Scope scope, Message message, Optional<ErrorPlace> place, Instant now) {
    write(table.errorLogs(scope), message, place.map(ErrorPlace::written), now);
  }

  /// Writes a message about a connection without a request to the logs in force there.
  public void error(Scope scope, Message message, ErrorPlace place, Instant now) {
    write(table.errorLogs(scope), message, Optional.of(place.written()), now);
  }

  /// Writes a message about a request of which only that was kept.
  public void error(Scope scope, Message message, WrittenPlace place, Instant now) {
    write(table.errorLogs(scope), message, Optional.of(place), now);
  }

  /// Writes a message about the process.
  public void error(Message message, Instant now) {
    write(table.mainErrorLogs(), message, Optional.empty(), now);
  }

  private void write(
      List<ErrorLog> logs, Message message, Optional<WrittenPlace> place, Instant now) {
    for (ErrorLog log : logs) {
      if (log.takes(message.level())) {
        String line = ErrorLine.of(now, settings.zone(), settings.pid(), message, place);
        try {
          switch (log.target()) {
            case ErrorLog.Target.ToFile(LogFile file) -> file.write(bytes(line), now);
            case ErrorLog.Target.ToSyslog(Syslog server) -> server.send(message.level(), line, now);
          }
        } catch (IOException _) {
          // there is no log left to tell it to
        }
      }
    }
  }

  /// Opens all files anew, after somebody renamed them (`USR1`).
  public void reopen(Instant now) {
    for (LogFile file : table.files().all()) {
      try {
        file.reopen();
      } catch (IOException e) {
        error(ServerMessages.logOpenFailed(file.path().toString(), e), now);
      }
    }
  }

  /// Writes the buffers whose `flush=` is over.
  public void flush(Instant now) {
    for (LogFile file : table.files().all()) {
      if (file.flushAt().filter(due -> !now.isBefore(due)).isPresent()) {
        try {
          file.flush();
        } catch (IOException e) {
          error(ServerMessages.logWriteFailed(file.path().toString(), e), now);
        }
      }
    }
  }

  /// When [#flush] has to be called next.
  public Optional<Instant> nextFlush() {
    return table.files().nextFlush();
  }

  /// Writes all buffers and closes the files.
  @Override
  public void close() {
    for (Syslog server : table.servers()) {
      try {
        server.close();
      } catch (IOException _) {
        // nothing waits in it
      }
    }
    for (LogFile file : table.files().all()) {
      try {
        file.close();
      } catch (IOException _) {
        // the process ends, or another configuration has its own logs
      }
    }
  }
}
