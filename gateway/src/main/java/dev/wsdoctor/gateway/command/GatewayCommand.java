package dev.wsdoctor.gateway.command;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.Files;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.directive.check.ConfigurationCheck;
import dev.wsdoctor.disk.DiskFiles;
import dev.wsdoctor.gateway.Gateway;
import dev.wsdoctor.gateway.Listener;
import dev.wsdoctor.gateway.support.Support;
import dev.wsdoctor.log.Level;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// nginx's command line (main() of nginx.c): arguments in, exit code out.
public final class GatewayCommand {
  static final int GOOD = 0;
  static final int BAD = 1;

  /// Nothing was done yet, and it is to be done by a process in the background.
  private static final int BACKGROUND = 99;

  /// The one mistake that nginx finds after it has read everything.
  private static final String NO_EVENTS = "no \"events\" section in configuration";

  private final Streams streams;
  private final Path folder;
  private final Files files;
  private final Master master;

  private GatewayCommand(Streams streams, Path folder, Files files, Master master) {
    this.streams = streams;
    this.folder = folder;
    this.files = files;
    this.master = master;
  }

  /// Of this process; `folder` is the one it was started in.
  public static GatewayCommand of(Streams streams, Path folder) {
    return new GatewayCommand(streams, folder, new DiskFiles(), Master.ofProcess());
  }

  /// Runs until it is told to stop, if it is to run at all.
  public int run(List<String> arguments) {
    List<String> words = arguments.stream().map(Bytes::asChars).toList();
    Console console = new Console(streams.error(), LocalDateTime::now, master.pid());
    return switch (OptionReader.read(words)) {
      case OptionReader.Read.Invalid(String message) -> {
        console.say(message);
        yield BAD;
      }
      case OptionReader.Read.Valid(Options options) -> run(options, console);
    };
  }

  private int run(Options options, Console console) {
    if (options.showVersion()) {
      console.print(VersionText.of(options));
      if (!options.test()) {
        return GOOD;
      }
    }
    Paths paths = Paths.of(options, folder);
    options.errorLog().ifPresent(name -> console.begin(ConsoleLog.early(name, paths)));
    if (options.report()) {
      return report(options, paths, console);
    }
    return switch (Loaded.load(options, paths, files)) {
      case Loaded.Broken(String sentence) -> broken(sentence, options, paths, console);
      case Loaded.Usable(Configuration configuration) ->
          usable(configuration, options, paths, console);
    };
  }

  private static int broken(String sentence, Options options, Paths paths, Console console) {
    if (options.test() && !options.quiet() && sentence.equals(NO_EVENTS)) {
      sayThatSyntaxIsOk(paths, console);
    }
    console.log(Level.EMERG, sentence);
    if (options.test()) {
      console.say("configuration file " + paths.configuration() + " test failed");
    }
    return BAD;
  }

  private int usable(Configuration configuration, Options options, Paths paths, Console console) {
    if (options.test()) {
      return tested(configuration, options, paths, console);
    }
    Optional<Options.Order> order = options.order();
    if (order.isPresent()) {
      return signal(order.get(), new PidFile(paths.pid(configuration)), console);
    }
    if (isForTheBackground(configuration)) {
      return BACKGROUND;
    }
    return serve(configuration, options, paths, console);
  }

  private int tested(Configuration configuration, Options options, Paths paths, Console console) {
    Optional<String> failure =
        console
            .follow(ConsoleLog.of(configuration, options, paths))
            .or(() -> whatStopsTheStart(configuration, options, paths));
    if (!options.quiet() && failure.filter(message -> !isFoundLate(message)).isEmpty()) {
      sayThatSyntaxIsOk(paths, console);
    }
    if (failure.isPresent()) {
      return broken(failure.get(), options, paths, console);
    }
    if (!options.quiet()) {
      console.say("configuration file " + paths.configuration() + " test is successful");
    }
    if (options.dump()) {
      dump(configuration);
    }
    return GOOD;
  }

  private static Optional<String> whatStopsTheStart(
      Configuration configuration, Options options, Paths paths) {
    return Gateway.test(configuration, Server.settings(options, paths)).stream()
        .findFirst()
        .map(Server::asNginxSays);
  }

  /// Whether nginx finds it after it has read the file and what the file names: logs that cannot be
  /// opened, addresses that it cannot have.
  private static boolean isFoundLate(String message) {
    return message.startsWith("bind() ") || message.startsWith("open() ");
  }

  private static void sayThatSyntaxIsOk(Paths paths, Console console) {
    console.say("the configuration file " + paths.configuration() + " syntax is ok");
  }

  private boolean isForTheBackground(Configuration configuration) {
    boolean off = configuration.body("daemon").anyMatch(d -> d.parameter().equalsIgnoreCase("off"));
    return !off && master.canGoToTheBackground();
  }

  private int serve(Configuration configuration, Options options, Paths paths, Console console) {
    RightsWarning.ofUser(configuration, RightsWarning.isRoot())
        .ifPresent(warning -> console.log(Level.WARN, warning));
    List<ConsoleLog> logs = ConsoleLog.of(configuration, options, paths);
    Optional<String> failure = console.follow(logs);
    if (failure.isPresent()) {
      return broken(failure.get(), options, paths, console);
    }
    return new Server(options, paths, files, master, console)
        .run(configuration, listeners -> ready(configuration, listeners, console, logs));
  }

  /// The starter of a master in the background waits for the word; others may wait for the end of
  /// its standard error.
  private void ready(
      Configuration configuration,
      List<Listener> listeners,
      Console console,
      List<ConsoleLog> logs) {
    if (master.isForAPerson()) {
      console.print(
          listeners.stream()
              .map(GatewayCommand::address)
              .collect(Collectors.joining(", ", "wsdoctor: listening on ", "; Ctrl-C ends it")));
    }
    console.leaveTerminal();
    RightsWarning.withoutUser(configuration, RightsWarning.isRoot())
        .ifPresent(warning -> console.log(Level.WARN, warning));
    if (master.isInTheBackground()) {
      output("listening\n");
      close(streams.output());
      if (logs.stream().allMatch(log -> log.path().isPresent())) {
        close(streams.error());
      }
    }
  }

  private static String address(Listener listener) {
    return listener.port() == 0 ? listener.address() : listener.address() + ":" + listener.port();
  }

  /// ngx_signal_process
  private static int signal(Options.Order order, PidFile file, Console console) {
    console.log(Level.NOTICE, "signal process started");
    return switch (file.read()) {
      case PidFile.Read.Failed(String message) -> {
        console.log(Level.ERROR, message);
        yield BAD;
      }
      case PidFile.Read.Pid(long pid) -> {
        Optional<String> failure = Kill.send(pid, order.signal());
        failure.ifPresent(message -> console.log(Level.ALERT, message));
        yield failure.isPresent() ? BAD : GOOD;
      }
    };
  }

  /// `-T`: each file once, with its name above it and a line end below.
  private void dump(Configuration configuration) {
    StringBuilder text = new StringBuilder();
    for (SourceFile file : configuration.files()) {
      if (!file.name().equals(Loaded.COMMAND_LINE)) {
        text.append("# configuration file ").append(file.name()).append(":\n");
        text.append(file.text()).append('\n');
      }
    }
    output(text.toString());
  }

  /// What is not executed is no error here, unless it would be one at the start.
  private int report(Options options, Paths paths, Console console) {
    Configuration configuration = Loaded.read(options, paths, files);
    if (configuration.files().isEmpty()) {
      console.log(Level.EMERG, configuration.errors().getFirst().toString());
      return BAD;
    }
    Support support = Support.of(configuration, options.version());
    Optional<ConfigurationError> problem =
        ConfigurationCheck.checkWithoutThirdParty(configuration, options.version(), files).stream()
            .findFirst();
    output(SupportReport.of(paths.configuration(), support, problem));
    return problem.isEmpty() && support.errors().isEmpty() ? GOOD : BAD;
  }

  private static void close(OutputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void output(String chars) {
    try {
      streams.output().write(Bytes.of(chars));
      streams.output().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
