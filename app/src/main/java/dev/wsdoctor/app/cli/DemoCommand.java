package dev.wsdoctor.app.cli;

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
        .description(
            "Starts nginx on loopback with a configuration that breaks a WebSocket, finds the",
            "cause, mends a copy, and opens the socket. Leaves nothing behind.");
    spec.addOption(
        Options.flag("Install nginx without asking, when it is missing.", "--yes", "-y"));
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Environment environment) {
    return environment.refuse("no demo yet " + engine);
  }
}
