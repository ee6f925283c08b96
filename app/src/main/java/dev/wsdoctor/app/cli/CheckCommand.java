package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.format.Format;
import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.diagnosis.ConfigurationSource;
import dev.wsdoctor.diagnosis.Report;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `check URL`: says why a WebSocket fails, and what to change; `check FILE...`: every socket of
/// configurations.
final class CheckCommand implements Command {
  private final Engine engine;

  CheckCommand(Engine engine) {
    this.engine = engine;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("wsdoctor check");
    spec.usageMessage()
        .customSynopsis(
            "wsdoctor check URL [OPTION]...",
            "       wsdoctor check [URL|FILE|FOLDER|'PATTERN']... [OPTION]...")
        .sortOptions(false)
        .description(
            "Says which hop and which line break a WebSocket, why, and what to change.",
            "Reads the configuration, opens the URL, and dials its backends directly.",
            "",
            "Files and folders are checked by themselves, without touching any hop: every",
            "location that is made for sockets, or the URLs that are named with them.",
            "",
            "--deep also measures what opens, through nginx and directly: certificates,",
            "HTTP/2, odd handshakes, the largest message, the idle limit, losses. It sends",
            "pings and meaningless messages, and opens some 40 connections.")
        .footer(
            "",
            "Examples:",
            "  wsdoctor check wss://example.com/ws",
            "  wsdoctor check ws://localhost:8080/ws -c /etc/nginx/nginx.conf --offline",
            "  nginx -T | wsdoctor check wss://example.com/ws -c -",
            "  wsdoctor check wss://example.com/ws -c front.conf -c inner.conf",
            "  wsdoctor check wss://example.com/ws --close-code 1006 --after 60s",
            "  wsdoctor check wss://example.com/ws --deep --until 2m",
            "  wsdoctor check wss://example.com/ws --error-log /var/log/nginx/error.log",
            "  wsdoctor check deploy/nginx 'sites/*.conf' --fail-on warning",
            "",
            "A line '# wsdoctor: allow ID -- REASON' allows a cause in the directive below.",
            "",
            "Exit code: 0 healthy, 1 broken or not known, 2 the call or a file could not be used.");
    Options.addOperands(spec);
    Options.addLive(spec);
    DeepOptions.add(spec);
    SymptomOptions.addTo(spec);
    GateOptions.add(spec);
    Options.addFormat(spec);
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Environment environment) {
    List<String> words = arguments.matchedPositionalValue(0, List.of());
    if (words.isEmpty() && !arguments.hasMatchedOption("-c")) {
      return environment.refuse(
          "expected a URL, a configuration file or a folder; see 'wsdoctor check --help'");
    }
    return switch (Gate.of(arguments)) {
      case Answer.Unusable<Gate>(String message) -> environment.refuse(message);
      case Answer.Given<Gate>(Gate gate) ->
          switch (Operands.of(words)) {
            case Answer.Unusable<Operands>(String message) -> environment.refuse(message);
            case Answer.Given<Operands>(Operands operands) ->
                run(operands, arguments, gate, environment);
          };
    };
  }

  private int run(Operands operands, ParseResult arguments, Gate gate, Environment environment) {
    Optional<String> misuse = DeepOptions.misuse(arguments, operands);
    if (misuse.isPresent()) {
      return environment.refuse(misuse.get());
    }
    if (!DeepOptions.isAsked(arguments)) {
      return run(engine, operands, arguments, gate, environment);
    }
    try (Interrupt interrupt = Interrupt.watch()) {
      Engine measuring = engine.measuring(DeepOptions.plan(arguments, environment::say, interrupt));
      return run(measuring, operands, arguments, gate, environment);
    }
  }

  private static int run(
      Engine engine, Operands operands, ParseResult arguments, Gate gate, Environment environment) {
    return operands.isOneUrl()
        ? one(engine, arguments, gate, environment)
        : new CheckRun(engine, arguments, gate, environment).run(operands);
  }

  private static int one(Engine engine, ParseResult arguments, Gate gate, Environment environment) {
    RequestReader reader = new RequestReader(arguments, environment.in());
    return switch (reader.behind()) {
      case Answer.Unusable<List<ConfigurationSource>>(String message) ->
          environment.refuse(message);
      case Answer.Given<List<ConfigurationSource>>(List<ConfigurationSource> behind) ->
          behind.isEmpty()
              ? one(engine, reader, arguments, gate, environment)
              : way(engine, reader, behind, arguments, gate, environment);
    };
  }

  /// Each nginx on the way of the URL, the one that the client meets first.
  private static int way(
      Engine engine,
      RequestReader reader,
      List<ConfigurationSource> behind,
      ParseResult arguments,
      Gate gate,
      Environment environment) {
    return switch (reader.read().then(request -> engine.way().apply(request, behind))) {
      case Answer.Unusable<List<Report>>(String message) -> environment.refuse(message);
      case Answer.Given<List<Report>>(List<Report> found) -> {
        List<Report> reports = found.stream().map(gate::judge).toList();
        environment.print(Options.format(arguments, environment).reports(reports));
        yield gate.close(reports, environment);
      }
    };
  }

  private static int one(
      Engine engine,
      RequestReader reader,
      ParseResult arguments,
      Gate gate,
      Environment environment) {
    Format format = Options.format(arguments, environment);
    return switch (reader.read().then(engine.check())) {
      case Answer.Unusable<Report>(String message) -> environment.refuse(message);
      case Answer.Given<Report>(Report found) -> {
        Report report = gate.judge(found);
        environment.print(format.report(report));
        yield gate.close(List.of(report), environment);
      }
    };
  }
}
