package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.demo.Demo;
import dev.wsdoctor.app.demo.Runner;
import dev.wsdoctor.app.demo.Scenario;
import dev.wsdoctor.app.demo.Scenarios;
import dev.wsdoctor.app.demo.Stage;
import dev.wsdoctor.app.format.CausePages;
import dev.wsdoctor.app.format.Diffs;
import dev.wsdoctor.app.format.Format;
import dev.wsdoctor.app.format.Formats;
import dev.wsdoctor.app.format.TrafficFormat;
import dev.wsdoctor.app.format.Viewer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/// `demo`: breaks, finds, fixes and proves, on loopback.
final class DemoCommand implements Command {
  private static final String LIST = "--list";
  private static final String ENGINE = "--engine";
  private static final String NGINX = "nginx";
  private static final String GATEWAY = "gateway";
  private static final List<String> ENGINES = List.of(NGINX, GATEWAY);
  private static final int ROWS = 20;

  private final Engine engine;

  DemoCommand(Engine engine) {
    this.engine = engine;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("wsdoctor demo");
    spec.usageMessage()
        .customSynopsis("wsdoctor demo [SCENARIO] [OPTION]...")
        .description(
            "Starts nginx on loopback with a configuration that breaks a WebSocket, finds the",
            "cause, mends a copy, and opens the socket. Leaves nothing behind. Where there is",
            "no nginx, wsdoctor's own gateway runs the configuration.")
        .footer(
            "",
            "Examples:",
            "  wsdoctor demo",
            "  wsdoctor demo headers-lost-by-inheritance",
            "  wsdoctor demo --engine gateway");
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .arity("0..1")
            .paramLabel("SCENARIO")
            .type(String.class)
            .description("What to stage; --list names them.")
            .build());
    spec.addOption(Options.flag("List what can be staged, and what each shows.", LIST));
    spec.addOption(
        Options.typed(
            String.class,
            DemoCommand::engineName,
            String.join("|", ENGINES),
            "What runs the configuration; nginx if it is installed, else the gateway.",
            ENGINE));
    spec.addOption(Options.flag("Install nginx without asking when there is none.", "--yes", "-y"));
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Environment environment) {
    if (arguments.hasMatchedOption(LIST)) {
      environment.print(list());
      return ExitCode.HEALTHY;
    }
    String name = arguments.matchedPositionalValue(0, Scenarios.USUAL);
    Optional<Scenario> scenario = Scenarios.named(name);
    if (scenario.isEmpty()) {
      String advice =
          Nearest.to(name, Scenarios.names())
              .map("did you mean '%s'?"::formatted)
              .orElse("wsdoctor demo --list names them");
      return environment.refuse("there is no scenario '%s'; %s".formatted(name, advice));
    }
    Optional<Runner> runner = runner(arguments, environment);
    boolean works = new Demo(stage(environment), runner).run(scenario.get());
    return works ? ExitCode.HEALTHY : ExitCode.BROKEN;
  }

  private static String engineName(String text) {
    if (!ENGINES.contains(text)) {
      throw new TypeConversionException(
          "expected %s but found '%s'".formatted(String.join(" or ", ENGINES), text));
    }
    return text;
  }

  /// Nothing if only the file can be judged.
  private static Optional<Runner> runner(ParseResult arguments, Environment environment) {
    String asked = arguments.matchedOptionValue(ENGINE, "");
    Optional<Runner> gateway =
        asked.equals(NGINX) ? Optional.empty() : Runner.gateway(gateway(environment));
    if (asked.equals(GATEWAY)) {
      return gateway;
    }
    return nginx(environment)
        .or(() -> gateway)
        .or(
            () ->
                arguments.hasMatchedOption("--yes") || agreesToInstall(environment)
                    ? installed(environment)
                    : Optional.empty());
  }

  private static String gateway(Environment environment) {
    return environment.variables().getOrDefault("WSDOCTOR_GATEWAY", "");
  }

  private static Optional<Runner> installed(Environment environment) {
    return NginxPackage.install(environment) ? nginx(environment) : Optional.empty();
  }

  private static String list() {
    CausePages pages = new CausePages();
    return Scenarios.all().stream()
        .map(scenario -> "%-34s %s".formatted(scenario.name(), pages.summary(scenario.cause())))
        .collect(Collectors.joining("\n"));
  }

  private static Optional<Runner> nginx(Environment environment) {
    return Runner.nginx(environment.variables().getOrDefault("PATH", ""));
  }

  private static boolean agreesToInstall(Environment environment) {
    environment.say("There is no nginx here. To see the whole demonstration:");
    environment.say("  " + NginxPackage.COMMAND);
    return NginxPackage.isInstallable() && environment.agrees("Run this now? [y/N] ");
  }

  private Stage stage(Environment environment) {
    boolean colour = environment.hasColour();
    Viewer viewer = new Viewer(colour, environment.folder(), false);
    Format text = Formats.named("text", viewer).orElseThrow();
    TrafficFormat table = Formats.live("text", viewer).orElseThrow();
    return new Stage(
        engine.check(),
        engine.fix(),
        engine.traffic(),
        text::report,
        repair -> colour ? Diffs.coloured(repair.patches()) : Diffs.exact(repair.patches()),
        traffic -> table.traffic(traffic, ROWS),
        environment::print,
        environment::print);
  }
}
