package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.format.CausePages;
import dev.wsdoctor.app.format.Version;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// The commands by name, and what to make of a line that names none.
final class Commands {
  static final List<String> NAMES =
      List.of(
          "check", "explain", "fix", "probe", "undo", "finish", "top", "logs", "tap", "read",
          "init", "demo", "why", "init-ci");

  private static final String HELP =
      """
      wsdoctor gets WebSockets through nginx: it says which hop and which line break
      one, and mends it.

      Usage
        wsdoctor check URL [-c FILE]   says why a WebSocket fails, and what to change
        wsdoctor check FILE|FOLDER...  the same for every WebSocket in configurations
        wsdoctor HOST [PORT [PATH]]    the same; port 443, which is usual, means wss
        wsdoctor explain URL -c FILE   what nginx will do with a request, step by step
        wsdoctor explain --all -c FILE every location that could take a WebSocket
        wsdoctor fix URL -c FILE       the change as a diff; --write makes it
        wsdoctor probe URL [--tls ...] measures a live hop: handshake, TLS and more
        wsdoctor undo [ID]             puts back what the last repair replaced
        wsdoctor finish [ID]           completes a repair that was cut short
        wsdoctor init [APP]            a configuration right for an application
        wsdoctor top                   the sockets that pass through nginx now
        wsdoctor logs [FILE...]        who ended the sockets in nginx's logs, and why
        wsdoctor tap --listen A --to B stands in one hop and shows what both sides say
        wsdoctor read FILE             the WebSockets in a capture of tcpdump
        wsdoctor demo [SCENARIO]       breaks, finds, fixes and proves, in one minute
        wsdoctor why [CAUSE]           the page of a cause; the list of all
        wsdoctor init-ci SYSTEM        a file for GitHub, GitLab or pre-commit

      First steps
        wsdoctor demo
        wsdoctor check wss://example.com/ws
        wsdoctor check ws://localhost:8080/ws -c /etc/nginx/nginx.conf --offline

      'wsdoctor COMMAND --help' lists the options of a command. Exit code: 0 healthy,
      1 broken, 2 the call or the file could not be used, 3 an error of wsdoctor.
      """;

  private final Engine engine;

  Commands(Engine engine) {
    this.engine = engine;
  }

  int run(List<String> arguments, Environment environment) {
    if (arguments.isEmpty()) {
      environment.say(HELP.stripTrailing());
      return ExitCode.UNUSABLE;
    }
    List<String> rest = arguments.subList(1, arguments.size());
    String first = arguments.getFirst();
    return switch (first) {
      case "--version", "-V" -> version(environment);
      case "--help", "-h" -> help(List.of(), environment);
      case "help" -> help(rest, environment);
      default ->
          named(first)
              .map(command -> run(command, rest, environment))
              .orElseGet(() -> withoutCommand(arguments, environment));
    };
  }

  private Optional<Command> named(String name) {
    return switch (name) {
      case "check" -> Optional.of(new CheckCommand(engine));
      case "explain" -> Optional.of(new ExplainCommand(engine));
      case "fix" -> Optional.of(new FixCommand(engine));
      case "probe" -> Optional.of(new ProbeCommand(engine));
      case "undo" -> Optional.of(new UndoCommand());
      case "finish" -> Optional.of(new FinishCommand());
      case "init" -> Optional.of(new InitCommand());
      case "top" -> Optional.of(new TopCommand(engine));
      case "logs" -> Optional.of(new LogsCommand(engine));
      case "tap" -> Optional.of(new TapCommand());
      case "read" -> Optional.of(new ReadCommand());
      case "demo" -> Optional.of(new DemoCommand(engine));
      case "why" -> Optional.of(new WhyCommand(new CausePages()));
      case "init-ci" -> Optional.of(new InitCiCommand());
      default -> Optional.empty();
    };
  }

  private int withoutCommand(List<String> arguments, Environment environment) {
    String first = arguments.getFirst();
    if (first.startsWith("-") || Address.isOne(arguments)) {
      return run(new CheckCommand(engine), arguments, environment);
    }
    String advice =
        Nearest.to(first, NAMES)
            .map("did you mean 'wsdoctor %s'?"::formatted)
            .orElse("the commands are " + String.join(", ", NAMES));
    return environment.refuse(
        "there is no command '%s'; %s (a host of that name: wsdoctor %s 80)"
            .formatted(first, advice, first));
  }

  private static int version(Environment environment) {
    environment.print("wsdoctor " + Version.current().orElse("(not packaged)"));
    return ExitCode.HEALTHY;
  }

  private int help(List<String> words, Environment environment) {
    Optional<Command> command = words.stream().findFirst().flatMap(this::named);
    if (command.isPresent()) {
      return run(command.get(), List.of("--help"), environment);
    }
    environment.print(HELP.stripTrailing());
    return ExitCode.HEALTHY;
  }

  private static int run(Command command, List<String> arguments, Environment environment) {
    CommandLine line = new CommandLine(command.spec());
    line.setExpandAtFiles(false);
    line.getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help").usageHelp(true).description("Shows this.").build());
    ParseResult parsed;
    try {
      parsed = line.parseArgs(arguments.toArray(String[]::new));
    } catch (ParameterException e) {
      return environment.refuse(complaint(e, line));
    }
    if (parsed.isUsageHelpRequested()) {
      environment.print(line.getUsageMessage(Ansi.OFF).stripTrailing());
      return ExitCode.HEALTHY;
    }
    return command.run(parsed, environment);
  }

  private static String complaint(ParameterException e, CommandLine line) {
    List<String> similar =
        e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
    String advice =
        similar.isEmpty()
            ? "see '%s --help'".formatted(line.getCommandName())
            : "did you mean %s?".formatted(String.join(" or ", similar));
    return e.getMessage() + "; " + advice;
  }
}
