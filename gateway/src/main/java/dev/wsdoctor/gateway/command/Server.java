package dev.wsdoctor.gateway.command;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Files;
import dev.wsdoctor.gateway.Gateway;
import dev.wsdoctor.gateway.GatewaySettings;
import dev.wsdoctor.gateway.GatewayStart;
import dev.wsdoctor.gateway.Listener;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/// A gateway from its start to its end, moved by signals (ngx_master_process_cycle).
final class Server {
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
    return switch (Gateway.start(configuration, GatewaySettings.of(options.version()))) {
      case GatewayStart.Refused(List<String> messages) -> {
        messages.forEach(message -> console.log(Level.EMERG, asNginxSays(message)));
        yield GatewayCommand.BAD;
      }
      case GatewayStart.Started(Gateway gateway) -> {
        try (gateway) {
          yield run(gateway, new PidFile(paths.pid(configuration)), ready);
        }
      }
    };
  }

  /// nginx does not name the line of an address that it cannot bind.
  private static String asNginxSays(String message) {
    return message.startsWith("bind() to ") ? message.replaceFirst(" in \\S+:\\d+$", "") : message;
  }

  private int run(Gateway gateway, PidFile first, Consumer<List<Listener>> ready) {
    PidFile pidFile = first;
    Optional<String> failure = pidFile.write(master.pid());
    if (failure.isPresent()) {
      console.log(Level.EMERG, failure.get());
      return GatewayCommand.BAD;
    }
    master.parent().ifPresent(p -> p.onExit().thenRun(() -> events.add(Event.ORPHANED)));
    console.log(Level.NOTICE, "start worker processes");
    ready.accept(gateway.listeners());
    pidFile = untilEnd(gateway, pidFile);
    gateway.close();
    pidFile.delete().ifPresent(message -> console.log(Level.ALERT, message));
    console.log(Level.NOTICE, "exit");
    return GatewayCommand.GOOD;
  }

  /// The pid file in use at the end.
  private PidFile untilEnd(Gateway gateway, PidFile first) {
    PidFile pidFile = first;
    try {
      while (true) {
        Event event = events.take();
        console.log(Level.NOTICE, event.notice());
        switch (event) {
          case TERM, INT, DRAINED, ORPHANED -> {
            return pidFile;
          }
          case QUIT -> gateway.drain().thenRun(() -> events.add(Event.DRAINED));
          case HUP -> pidFile = reload(gateway, pidFile);
          case USR1 -> reopen(gateway);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return pidFile;
    }
  }

  private void reopen(Gateway gateway) {
    console.reopen();
    gateway.reopenLogs();
  }

  /// A configuration that cannot be used leaves the old one in force.
  private PidFile reload(Gateway gateway, PidFile pidFile) {
    switch (Loaded.load(options, paths, files)) {
      case Loaded.Broken(String sentence) -> console.log(Level.EMERG, sentence);
      case Loaded.Usable(Configuration configuration) -> {
        List<String> refused = gateway.reload(configuration);
        refused.forEach(message -> console.log(Level.EMERG, asNginxSays(message)));
        if (refused.isEmpty()) {
          console
              .follow(LogFile.of(configuration, options, paths))
              .ifPresent(message -> console.log(Level.EMERG, message));
          return moved(pidFile, new PidFile(paths.pid(configuration)));
        }
      }
    }
    return pidFile;
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
