package dev.wsdoctor.gateway.command;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Files;
import dev.wsdoctor.gateway.Gateway;
import dev.wsdoctor.gateway.GatewaySettings;
import dev.wsdoctor.gateway.GatewayStart;
import dev.wsdoctor.gateway.Listener;
import dev.wsdoctor.gateway.log.LogSettings;
import dev.wsdoctor.log.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// A gateway from its start to its end, moved by signals (ngx_master_process_cycle).
final class Server {
  private static final int BIND_ATTEMPTS = 5;
  private static final Duration BIND_PAUSE = Duration.ofMillis(500);
  private static final String IN_USE = "(98: ";
  private static final String STILL_IN_USE = "still could not bind()";

  private final Options options;
  private final Paths paths;
  private final Files files;
  private final Master master;
  private final Console console;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  Server(Options options, Paths paths, Files files, Master master, Console console) {
    this.options = options;
    this.paths = paths;
    this.files = files;
    this.master = master;
    this.console = console;
  }

  /// Until a signal ends it; `ready` is told where clients may connect, when they may. An exit
  /// code.
  int run(Configuration configuration, Consumer<List<Listener>> ready) {
    Signals.takeAll(events::add);
    return switch (start(configuration)) {
      case GatewayStart.Refused _ -> GatewayCommand.BAD;
      case GatewayStart.Started(Gateway gateway) -> {
        try (gateway) {
          yield run(gateway, configuration, ready);
        }
      }
    };
  }

  /// An address that somebody still has is waited for a little (ngx_open_listening_sockets).
  private GatewayStart start(Configuration configuration) {
    GatewaySettings settings = settings(options, paths);
    for (int attempt = 1; attempt <= BIND_ATTEMPTS; attempt++) {
      GatewayStart start = Gateway.start(configuration, settings);
      if (!(start instanceof GatewayStart.Refused(List<String> messages))) {
        return start;
      }
      messages.forEach(message -> console.log(Level.EMERG, asNginxSays(message)));
      if (!messages.stream().allMatch(message -> message.contains(IN_USE))) {
        return start;
      }
      LockSupport.parkNanos(BIND_PAUSE.toNanos());
    }
    console.log(Level.EMERG, STILL_IN_USE);
    return new GatewayStart.Refused(List.of(STILL_IN_USE));
  }

  /// As nginx runs a file, with its logs.
  static GatewaySettings settings(Options options, Paths paths) {
    LogSettings logs = paths.logs(options);
    return GatewaySettings.of(options.version()).logging(logs);
  }

  /// nginx does not name the line of an address that it cannot bind.
  static String asNginxSays(String message) {
    return message.startsWith("bind() to ") ? message.replaceFirst(" in \\S+:\\d+$", "") : message;
  }

  private int run(Gateway gateway, Configuration configuration, Consumer<List<Listener>> ready) {
    Running running = new Running(configuration, new PidFile(paths.pid(configuration)));
    Optional<String> failure = running.pidFile().write(master.pid());
    if (failure.isPresent()) {
      console.log(Level.EMERG, failure.get());
      return GatewayCommand.BAD;
    }
    master.whenOrphaned(() -> events.add(Event.ORPHANED));
    gateway.notes().forEach(note -> console.log(Level.WARN, note));
    console.log(Level.NOTICE, "start worker processes");
    ready.accept(gateway.listeners());
    running = untilEnd(gateway, running);
    gateway.close();
    running.pidFile().delete().ifPresent(message -> console.log(Level.ALERT, message));
    console.log(Level.NOTICE, "exit");
    return GatewayCommand.GOOD;
  }

  /// What is in force at the end.
  private Running untilEnd(Gateway gateway, Running first) {
    Running running = first;
    try {
      while (true) {
        Event event = events.take();
        console.log(Level.NOTICE, event.notice());
        switch (event) {
          case TERM, INT, DRAINED, ORPHANED -> {
            return running;
          }
          case QUIT -> quit(gateway, running);
          case HUP -> running = reload(gateway, running);
          case USR1 -> reopen(gateway);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return running;
    }
  }

  /// Signals are still heard until the last connection has ended.
  private void quit(Gateway gateway, Running running) {
    gateway.drain().thenRun(() -> events.add(Event.DRAINED));
    running.afterShutdownTimeout(() -> events.add(Event.DRAINED));
  }

  private void reopen(Gateway gateway) {
    console.reopen();
    gateway.reopenLogs();
  }

  /// A configuration that cannot be used leaves the old one in force.
  private Running reload(Gateway gateway, Running running) {
    return switch (Loaded.load(options, paths, files)) {
      case Loaded.Broken(String sentence) -> {
        console.log(Level.EMERG, sentence);
        yield running;
      }
      case Loaded.Usable(Configuration configuration) -> {
        List<String> refused = gateway.reload(configuration);
        refused.forEach(message -> console.log(Level.EMERG, asNginxSays(message)));
        yield refused.isEmpty() ? reloaded(gateway, running, configuration) : running;
      }
    };
  }

  private Running reloaded(Gateway gateway, Running before, Configuration configuration) {
    console
        .follow(ConsoleLog.of(configuration, options, paths))
        .ifPresent(message -> console.log(Level.EMERG, message));
    gateway.notes().forEach(note -> console.log(Level.WARN, note));
    console.log(Level.NOTICE, "start worker processes");
    long pid = ProcessHandle.current().pid();
    gateway
        .predecessorsEnded()
        .thenRun(() -> console.log(Level.NOTICE, "worker process " + pid + " exited with code 0"));
    before.afterShutdownTimeout(gateway::closePredecessors);
    return new Running(
        configuration, moved(before.pidFile(), new PidFile(paths.pid(configuration))));
  }

  private PidFile moved(PidFile before, PidFile now) {
    if (now.equals(before)) {
      return before;
    }
    Optional<String> failure = now.write(master.pid());
    if (failure.isPresent()) {
      console.log(Level.EMERG, failure.get());
      return before;
    }
    before.delete().ifPresent(message -> console.log(Level.ALERT, message));
    return now;
  }
}
