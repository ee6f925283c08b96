package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.demo.Demo;
import dev.wsdoctor.app.demo.Scenario;
import dev.wsdoctor.app.demo.Scenarios;
import dev.wsdoctor.app.demo.Stage;
import dev.wsdoctor.app.format.CausePages;
import dev.wsdoctor.app.format.Diffs;
import dev.wsdoctor.app.format.Format;
import dev.wsdoctor.app.format.Formats;
import dev.wsdoctor.app.format.TrafficFormat;
import dev.wsdoctor.app.format.Viewer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// `demo`: breaks, finds, fixes and proves, on loopback.
final class DemoCommand implements Command {
  private static final String LIST = "--list";
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
            "cause, mends a copy, and opens the socket. Leaves nothing behind.")
        .footer("", "Examples:", "  wsdoctor demo", "  wsdoctor demo headers-lost-by-inheritance");
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .arity("0..1")
            .paramLabel("SCENARIO")
            .type(String.class)
            .description("What to stage; --list names them.")
            .build());
    spec.addOption(Options.flag("List what can be staged, and what each shows.", LIST));
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
    Optional<Path> nginx = nginx(environment);
    if (nginx.isEmpty()) {
      boolean install = arguments.hasMatchedOption("--yes") || agreesToInstall(environment);
      nginx = install && NginxPackage.install(environment) ? nginx(environment) : nginx;
    }
    boolean works = new Demo(stage(environment), nginx).run(scenario.get());
    return works ? ExitCode.HEALTHY : ExitCode.BROKEN;
  }

  private static String list() {
    CausePages pages = new CausePages();
    return Scenarios.all().stream()
        .map(scenario -> "%-34s %s".formatted(scenario.name(), pages.summary(scenario.cause())))
        .collect(Collectors.joining("\n"));
  }

  private static Optional<Path> nginx(Environment environment) {
    return Demo.nginxOn(environment.variables().getOrDefault("PATH", ""));
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
