package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.format.HandshakeSheet;
import dev.wsdoctor.app.format.IdleSheet;
import dev.wsdoctor.app.format.ProbeFormats;
import dev.wsdoctor.app.format.Sheet;
import dev.wsdoctor.app.format.TlsSheet;
import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.Approach;
import dev.wsdoctor.probe.HandshakeReport;
import dev.wsdoctor.probe.Limits;
import dev.wsdoctor.probe.TlsProbe;
import dev.wsdoctor.probe.idle.IdleProbe;
import dev.wsdoctor.probe.idle.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `probe URL`: measures one thing about a live hop.
final class ProbeCommand implements Command {
  private static final String TLS = "--tls";
  private static final String IDLE = "--idle";
  private static final List<String> PROBES = List.of(TLS, IDLE);
  private static final Duration UNTIL = Duration.ofMinutes(5);

  private final Engine engine;

  ProbeCommand(Engine engine) {
    this.engine = engine;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("wsdoctor probe");
    spec.usageMessage()
        .customSynopsis("wsdoctor probe URL [PROBE] [OPTION]...")
        .sortOptions(false)
        .description(
            "Measures one thing about a live hop. Without a PROBE: the opening handshake, byte for"
                + " byte, with the time of every phase.")
        .footer(
            "",
            "Examples:",
            "  wsdoctor probe wss://example.com/ws",
            "  wsdoctor probe ws://localhost:8080/ws --backend ws://localhost:9000/ws",
            "  wsdoctor probe wss://example.com/ws --tls",
            "  wsdoctor probe wss://example.com/ws --idle --until 2m",
            "",
            "Exit code: 0 healthy, 1 broken, 2 the call could not be used.");
    Options.addRequest(spec);
    spec.addOption(Options.flag("PROBE: certificates, protocols, names.", TLS));
    spec.addOption(
        Options.flag("PROBE: after how much silence the socket is ended, and by whom.", IDLE));
    spec.addOption(
        ProbeOptions.span(
            "TIME", "How long to look at most, such as 90s; 5m is usual.", "--until"));
    ProbeOptions.add(spec);
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Environment environment) {
    List<String> chosen = PROBES.stream().filter(arguments::hasMatchedOption).toList();
    if (chosen.size() > 1) {
      return environment.refuse("expected one probe but found " + String.join(" and ", chosen));
    }
    String probe = Stream.concat(chosen.stream(), Stream.of("")).findFirst().orElseThrow();
    ProbeOptions options = new ProbeOptions(arguments);
    try (Interrupt interrupt = Interrupt.watch()) {
      Scene scene = new Scene(arguments, options, environment, interrupt);
      return switch (options.target().then(target -> sheet(probe, target, scene))) {
        case Answer.Unusable<Sheet>(String message) -> environment.refuse(message);
        case Answer.Given<Sheet>(Sheet sheet) -> {
          print(sheet, options, environment);
          yield sheet.outcome() == Sheet.Outcome.BAD ? ExitCode.BROKEN : ExitCode.HEALTHY;
        }
      };
    }
  }

  private static void print(Sheet sheet, ProbeOptions options, Environment environment) {
    String format = options.<String>value("--format").orElse("text");
    environment.print(
        ProbeFormats.print(sheet, format, environment.hasColour(), environment.folder()));
  }

  /// What every probe is given.
  private record Scene(
      ParseResult arguments, ProbeOptions options, Environment environment, Interrupt interrupt) {}

  private Answer<Sheet> sheet(String probe, Target target, Scene scene) {
    return switch (probe) {
      case TLS -> tls(target, scene.options());
      case IDLE -> idle(target, scene);
      default -> handshake(target, scene.options());
    };
  }

  private static Answer<Sheet> handshake(Target target, ProbeOptions options) {
    return options
        .through(target, Limits.DEFAULT)
        .map(
            approach ->
                HandshakeSheet.of(
                    HandshakeReport.of(target, approach, options.direct(Limits.DEFAULT))));
  }

  private static Answer<Sheet> tls(Target target, ProbeOptions options) {
    if (!target.tls()) {
      return new Answer.Unusable<>(
          "expected a wss:// URL for --tls but found '%s'".formatted(target));
    }
    Answer<Approach> through = options.through(target, Limits.DEFAULT);
    return through.map(approach -> TlsSheet.of(TlsProbe.run(target, approach, Instant.now())));
  }

  private Answer<Sheet> idle(Target target, Scene scene) {
    ProbeOptions options = scene.options();
    Duration until = options.<Duration>value("--until").orElse(UNTIL);
    return timers(scene)
        .then(
            timers ->
                options
                    .hops(target, Limits.DEFAULT)
                    .map(
                        hops ->
                            IdleSheet.of(
                                IdleProbe.run(
                                    target,
                                    hops,
                                    until,
                                    timers,
                                    scene.environment()::say,
                                    scene.interrupt()))));
  }

  /// What the configuration says about a silent tunnel, if the user names one.
  private Answer<List<Timer>> timers(Scene scene) {
    if (!scene.arguments().hasMatchedOption("-c")) {
      return new Answer.Given<>(List.of());
    }
    return new RequestReader(scene.arguments(), scene.environment().in())
        .read()
        .then(engine.explain())
        .map(explanation -> Timers.of(explanation.decision()));
  }
}
