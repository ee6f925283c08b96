package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.demo.Demo;
import dev.wsdoctor.app.demo.Stage;
import dev.wsdoctor.app.format.Diffs;
import dev.wsdoctor.app.format.Format;
import dev.wsdoctor.app.format.Formats;
import dev.wsdoctor.app.format.Viewer;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `demo`: breaks, finds, fixes and proves, on loopback.
final class DemoCommand implements Command {
  private final Engine engine;

  DemoCommand(Engine engine) {
    this.engine = engine;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("wsdoctor demo");
    spec.usageMessage()
        .customSynopsis("wsdoctor demo [OPTION]...")
        .description(
            "Starts nginx on loopback with a configuration that breaks a WebSocket, finds the",
            "cause, mends a copy, and opens the socket. Leaves nothing behind.");
    spec.addOption(Options.flag("Install nginx without asking when there is none.", "--yes", "-y"));
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Environment environment) {
    Optional<Path> nginx = nginx(environment);
    if (nginx.isEmpty()) {
      boolean install = arguments.hasMatchedOption("--yes") || agreesToInstall(environment);
      nginx = install && NginxPackage.install(environment) ? nginx(environment) : nginx;
    }
    return new Demo(stage(environment), nginx).run() ? ExitCode.HEALTHY : ExitCode.BROKEN;
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
    Format text =
        Formats.named("text", new Viewer(colour, environment.folder(), false)).orElseThrow();
    return new Stage(
        engine.check(),
        engine.fix(),
        text::report,
        repair -> colour ? Diffs.coloured(repair.patches()) : Diffs.exact(repair.patches()),
        environment::print,
        environment::print);
  }
}
