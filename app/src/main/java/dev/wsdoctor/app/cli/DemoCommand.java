package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.demo.Demo;
import dev.wsdoctor.app.demo.Runner;
import dev.wsdoctor.app.demo.Scenario;
import dev.wsdoctor.app.demo.Scenarios;
import dev.wsdoctor.app.demo.Stage;
import dev.wsdoctor.app.format.CausePages;
import dev.wsdoctor.app.format.Diffs;
import dev.wsdoctor.app.format.Folder;
import dev.wsdoctor.app.format.Format;
import dev.wsdoctor.app.format.Formats;
import dev.wsdoctor.app.format.TrafficFormat;
import dev.wsdoctor.app.format.Viewer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
      environment.say("Where nothing else is said, nginx and wsdoctor's gateway play it.");
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
    String asked = arguments.matchedOptionValue(ENGINE, "");
    List<Runner> found = runners(asked, arguments, environment);
    if (found.isEmpty() && asked.equals(GATEWAY)) {
      return environment.refuse("there is no gateway here; ./wsdoctor brings it and knows where");
    }
    Optional<Runner> runner =
        found.stream().filter(one -> one.obstacle(scenario.get()).isEmpty()).findFirst();
    if (runner.isEmpty() && !found.isEmpty()) {
      return environment.refuse(found.getFirst().obstacle(scenario.get()).orElseThrow());
    }
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

  /// What can run a configuration here, best first; none if only the file can be judged.
  private List<Runner> runners(String asked, ParseResult arguments, Environment environment) {
    Optional<Runner> gateway =
        asked.equals(NGINX) ? Optional.empty() : engine.programs().ownGateway().map(Runner::new);
    Optional<Runner> nginx = asked.equals(GATEWAY) ? Optional.empty() : nginx();
    List<Runner> found = Stream.of(nginx, gateway).flatMap(Optional::stream).toList();
    if (!found.isEmpty() || asked.equals(GATEWAY)) {
      return found;
    }
    return arguments.hasMatchedOption("--yes") || agreesToInstall(environment)
        ? installed(environment).stream().toList()
        : List.of();
  }

  private Optional<Runner> nginx() {
    return engine.programs().nginx().map(Runner::new);
  }

  private Optional<Runner> installed(Environment environment) {
    return NginxPackage.install(environment) ? nginx() : Optional.empty();
  }

  private static String list() {
    CausePages pages = new CausePages();
    return Scenarios.all().stream()
        .map(
            scenario ->
                "%-34s %s%s"
                    .formatted(scenario.name(), pages.summary(scenario.cause()), players(scenario)))
        .collect(Collectors.joining("\n"));
  }

  /// Who plays it, if not everybody.
  private static String players(Scenario scenario) {
    return scenario.refusalOfGateway().isPresent()
        ? " (on nginx only)"
        : scenario
            .lastRelease()
            .map(" (on nginx up to %s, and on the gateway)"::formatted)
            .orElse("");
  }

  private static boolean agreesToInstall(Environment environment) {
    environment.say("There is no nginx here. To see the whole demonstration:");
    environment.say("  " + NginxPackage.COMMAND);
    return NginxPackage.isInstallable() && environment.agrees("Run this now? [y/N] ");
  }

  private Stage stage(Environment environment) {
    boolean colour = environment.hasColour();
    Folder here = new Folder(environment.folder());
    Viewer viewer = new Viewer(colour, environment.folder(), false);
    Format text = Formats.named("text", viewer).orElseThrow();
    TrafficFormat table = Formats.live("text", viewer).orElseThrow();
    return new Stage(
        engine.check(),
        engine.fix(),
        engine.traffic(),
        text::report,
        repair ->
            colour ? Diffs.coloured(repair.patches(), here) : Diffs.exact(repair.patches(), here),
        traffic -> table.traffic(traffic, ROWS),
        environment::print,
        environment::print);
  }
}
