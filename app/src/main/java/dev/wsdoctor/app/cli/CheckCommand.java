package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.format.Format;
import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.diagnosis.Report;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `check URL`: says why a WebSocket fails, and what to change.
final class CheckCommand implements Command {
  private final Engine engine;

  CheckCommand(Engine engine) {
    this.engine = engine;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("wsdoctor check");
    spec.usageMessage()
        .customSynopsis("wsdoctor check URL [OPTION]...")
        .sortOptions(false)
        .description(
            "Says which hop and which line break a WebSocket, why, and what to change.",
            "Reads the configuration, opens the URL, and dials its backends directly.")
        .footer(
            "",
            "Examples:",
            "  wsdoctor check wss://example.com/ws",
            "  wsdoctor check ws://localhost:8080/ws -c /etc/nginx/nginx.conf --offline",
            "  nginx -T | wsdoctor check wss://example.com/ws -c -",
            "  wsdoctor check wss://example.com/ws --close-code 1006 --after 60s",
            "  wsdoctor check wss://example.com/ws --error-log /var/log/nginx/error.log",
            "",
            "Exit code: 0 healthy, 1 broken, 2 the call or the file could not be used.");
    Options.addRequest(spec);
    Options.addLive(spec);
    SymptomOptions.addTo(spec);
    Options.addFormat(spec);
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Environment environment) {
    Format format = Options.format(arguments, environment);
    return switch (new RequestReader(arguments, environment.in()).read().then(engine.check())) {
      case Answer.Unusable<Report>(String message) -> environment.refuse(message);
      case Answer.Given<Report>(Report report) -> {
        environment.print(format.report(report));
        yield ExitCode.of(report);
      }
    };
  }
}
