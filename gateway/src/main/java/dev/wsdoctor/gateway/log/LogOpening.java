package dev.wsdoctor.gateway.log;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.log.Level;
import dev.wsdoctor.log.LogFormat;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Opens the logs of a configuration.
public final class LogOpening {
  private final Configuration configuration;
  private final LogSettings settings;
  private final LogFiles files;
  private final Map<String, LineFormat> formats = new HashMap<>();
  private final IdentityHashMap<Directive, AccessLog> access = new IdentityHashMap<>();
  private final IdentityHashMap<Directive, ErrorLog> errors = new IdentityHashMap<>();
  private final List<Syslog> servers = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  /// What came of it.
  public sealed interface Opened {
    record Usable(Logs logs) implements Opened {}

    /// One sentence for each log that is not supported or cannot be opened.
    record Refused(List<String> messages) implements Opened {
      public Refused {
        messages = List.copyOf(messages);
      }
    }
  }

  private LogOpening(Configuration configuration, LogSettings settings) {
    this.configuration = configuration;
    this.settings = settings;
    this.files = new LogFiles(settings.prefix());
  }

  public static Opened open(Configuration configuration, LogSettings settings) {
    return new LogOpening(configuration, settings).open();
  }

  /// The least grave level that an `error_log` takes.
  public static Level level(Directive errorLog) {
    return ErrorLog.level(errorLog);
  }

  private Opened open() {
    formats.put("combined", new LineFormat(LogFormat.COMBINED));
    configuration
        .body("http")
        .flatMap(http -> http.body("log_format"))
        .map(format -> LogFormat.of(format.parameters()))
        .forEach(f -> formats.put(f.name().toLowerCase(Locale.ROOT), new LineFormat(f)));
    walk();
    List<ErrorLog> main = mainErrorLogs();
    List<AccessLog> usual = needsDefault() ? defaultAccessLog() : List.of();
    if (!problems.isEmpty()) {
      closeAll();
      return new Opened.Refused(problems);
    }
    return new Opened.Usable(
        new Logs(new LogTable(files, List.copyOf(servers), access, errors, usual, main), settings));
  }

  private void walk() {
    Deque<Directive> open = new ArrayDeque<>();
    configuration.body("http").forEach(open::add);
    configuration.body("error_log").forEach(this::addErrorLog);
    while (!open.isEmpty()) {
      for (Directive directive : open.removeFirst().body().toList()) {
        if (directive.isBlock()) {
          open.add(directive);
        } else if (directive.is("access_log") && !LogTable.isOff(directive)) {
          addAccessLog(directive);
        } else if (directive.is("error_log")) {
          addErrorLog(directive);
        }
      }
    }
  }

  private void addAccessLog(Directive directive) {
    List<String> parameters = directive.parameters();
    String name = parameters.size() > 1 ? parameters.get(1) : "combined";
    @Nullable LineFormat format = formats.get(name.toLowerCase(Locale.ROOT));
    if (format == null) {
      problems.add("unknown log format \"" + name + "\" in " + directive.where());
      return;
    }
    Optional<String> condition =
        parameters.stream()
            .skip(2)
            .filter(p -> p.startsWith("if="))
            .reduce((_, last) -> last)
            .map(p -> p.substring(3));
    target(directive)
        .ifPresent(target -> access.put(directive, new AccessLog(target, format, condition)));
  }

  private Optional<AccessLog.Target> target(Directive directive) {
    if (directive.parameter().contains("$")) {
      return Optional.of(new AccessLog.Target.ToEvaluated(directive.parameter()));
    }
    if (Syslog.isNamed(directive.parameter())) {
      return syslog(directive).map(AccessLog.Target.ToSyslog::new);
    }
    Optional<LogFile> file = file(directive);
    Buffering.of(directive).ifPresent(b -> file.ifPresent(f -> f.buffer(b)));
    return file.map(AccessLog.Target.ToFile::new);
  }

  private void addErrorLog(Directive directive) {
    if (Syslog.isNamed(directive.parameter())) {
      syslog(directive)
          .map(ErrorLog.Target.ToSyslog::new)
          .ifPresent(to -> errors.put(directive, new ErrorLog(to, ErrorLog.level(directive))));
      return;
    }
    file(directive)
        .ifPresent(
            file ->
                errors.put(
                    directive,
                    new ErrorLog(new ErrorLog.Target.ToFile(file), ErrorLog.level(directive))));
  }

  private Optional<Syslog> syslog(Directive directive) {
    String name = directive.parameter();
    if (name.contains("server=unix:")) {
      problems.add(
          "\"%s %s\" is not supported by this gateway in %s; name a server by address and port"
              .formatted(directive.name(), name, directive.where()));
      return Optional.empty();
    }
    try {
      Syslog opened = Syslog.of(name, settings.zone());
      servers.add(opened);
      return Optional.of(opened);
    } catch (IOException e) {
      problems.add("the server of \"" + name + "\" is not known in " + directive.where());
      return Optional.empty();
    }
  }

  private Optional<LogFile> file(Directive directive) {
    String name = directive.parameter();
    if (name.startsWith("memory:")) {
      problems.add(
          "\"%s %s\" is not supported by this gateway in %s; name a file, or \"off\" for no access log"
              .formatted(directive.name(), name, directive.where()));
      return Optional.empty();
    }
    boolean isStderr = directive.is("error_log") && name.equals(LogFile.STDERR);
    return isStderr ? file(LogFile.STDERR, true) : file(name, false);
  }

  private Optional<LogFile> file(String name, boolean isStderr) {
    try {
      return Optional.of(isStderr ? files.standardError() : files.open(name));
    } catch (IOException e) {
      problems.add(ServerMessages.logOpenFailed(files.resolve(name).toString(), e).text());
      return Optional.empty();
    }
  }

  private List<ErrorLog> mainErrorLogs() {
    List<ErrorLog> main =
        configuration
            .body("error_log")
            .flatMap(d -> Optional.ofNullable(errors.get(d)).stream())
            .toList();
    if (!main.isEmpty() || !problems.isEmpty()) {
      return main;
    }
    boolean isStderr = settings.errorLog().equals(LogFile.STDERR);
    return file(settings.errorLog(), isStderr)
        .map(ErrorLog.Target.ToFile::new)
        .map(f -> new ErrorLog(f, Level.ERROR))
        .stream()
        .toList();
  }

  /// nginx opens its default log only where some location needs it, which any server without an
  /// access_log of its own may have.
  private boolean needsDefault() {
    return configuration
        .body("http")
        .filter(http -> http.body("access_log").findAny().isEmpty())
        .flatMap(http -> http.body("server"))
        .anyMatch(server -> server.body("access_log").findAny().isEmpty());
  }

  private List<AccessLog> defaultAccessLog() {
    LineFormat combined = new LineFormat(LogFormat.COMBINED);
    return file(settings.accessLog(), false).stream()
        .map(AccessLog.Target.ToFile::new)
        .map(target -> new AccessLog(target, combined, Optional.empty()))
        .toList();
  }

  private void closeAll() {
    for (LogFile file : files.all()) {
      try {
        file.close();
      } catch (IOException _) {
        // nothing was written
      }
    }
  }
}
