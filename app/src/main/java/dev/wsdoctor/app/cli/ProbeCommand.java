package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.format.HandshakeSheet;
import dev.wsdoctor.app.format.HoldSheet;
import dev.wsdoctor.app.format.Http2Sheet;
import dev.wsdoctor.app.format.IdleSheet;
import dev.wsdoctor.app.format.ProbeFormats;
import dev.wsdoctor.app.format.SecuritySheet;
import dev.wsdoctor.app.format.Sheet;
import dev.wsdoctor.app.format.SizesSheet;
import dev.wsdoctor.app.format.TlsSheet;
import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.diagnosis.Explanation;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Sent;
import dev.wsdoctor.probe.Approach;
import dev.wsdoctor.probe.FieldDifference;
import dev.wsdoctor.probe.HandshakeReport;
import dev.wsdoctor.probe.Http2Probe;
import dev.wsdoctor.probe.Limits;
import dev.wsdoctor.probe.TlsProbe;
import dev.wsdoctor.probe.hold.HoldProbe;
import dev.wsdoctor.probe.idle.IdleProbe;
import dev.wsdoctor.probe.idle.Timer;
import dev.wsdoctor.probe.security.SecurityProbe;
import dev.wsdoctor.probe.sizes.SizesProbe;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `probe URL`: measures one thing about a live hop.
final class ProbeCommand implements Command {
  private static final String TLS = "--tls";
  private static final String IDLE = "--idle";
  private static final String SIZES = "--sizes";
  private static final String HOLD = "--hold";
  private static final String SECURITY = "--security";
  private static final String HTTP2 = "--http2";
  private static final String BROWSER = "--browser";
  private static final String LOAD = "--load";
  private static final List<String> PROBES =
      List.of(TLS, IDLE, SIZES, HOLD, LOAD, SECURITY, HTTP2, BROWSER);

  /// The options that only some probes heed.
  private static final Map<String, List<String>> OF_PROBES =
      Map.ofEntries(
          Map.entry("--until", List.of(IDLE)),
          Map.entry("--up-to", List.of(SIZES)),
          Map.entry("--connections", List.of(HOLD, LOAD)),
          Map.entry("--for", List.of(HOLD, LOAD)),
          Map.entry("--every", List.of(HOLD)),
          Map.entry("--connect-rate", List.of(LOAD)),
          Map.entry("--rate", List.of(LOAD)),
          Map.entry("--message-size", List.of(LOAD)),
          Map.entry("--i-own-this-host", List.of(LOAD)),
          Map.entry("--page", List.of(BROWSER)),
          Map.entry("--browser-path", List.of(BROWSER)));

  private static final Duration UNTIL = Duration.ofMinutes(5);
  private static final Duration HELD = Duration.ofMinutes(1);
  private static final Duration BETWEEN_PINGS = Duration.ofSeconds(5);
  private static final int CONNECTIONS = 10;

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
        Options.flag("PROBE: after how much silence a socket is ended; opens about 30.", IDLE));
    spec.addOption(Options.flag("PROBE: how large a message may be, and who says so.", SIZES));
    spec.addOption(
        Options.flag("PROBE: keeps connections open and tells what became of them.", HOLD));
    spec.addOption(
        Options.flag("PROBE: handshakes that a careful server refuses; read-only.", SECURITY));
    spec.addOption(
        Options.flag("PROBE: are WebSockets offered over HTTP/2, and do they work.", HTTP2));
    spec.addOption(
        Options.flag("PROBE: what a real browser sees; needs a Chromium here.", BROWSER));
    spec.addOption(Options.flag("PROBE: messages at a set rate, and how long each takes.", LOAD));
    spec.addOption(
        ProbeOptions.span(
            "TIME", "--idle: how long to look at most, such as 90s; 5m is usual.", "--until"));
    spec.addOption(ProbeOptions.size("SIZE", "--sizes: the largest; 64m is usual.", "--up-to"));
    spec.addOption(
        ProbeOptions.number(
            "N",
            "--hold, --load: how many connections; 10 is usual.",
            "--connections",
            HoldProbe.MOST_CONNECTIONS));
    spec.addOption(
        ProbeOptions.span(
            "TIME", "--hold, --load: for how long; 1m is usual, 10s for --load.", "--for"));
    spec.addOption(
        ProbeOptions.span("TIME", "--hold: a ping every so often; 5s is usual.", "--every"));
    LoadOptions.add(spec);
    BrowserOptions.add(spec);
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
    Optional<String> idle = withoutEffect(probe, arguments);
    if (idle.isPresent()) {
      return environment.refuse(idle.get());
    }
    ProbeOptions options = new ProbeOptions(arguments);
    try (Interrupt interrupt = Interrupt.watch()) {
      Scene scene = new Scene(arguments, options, environment, interrupt);
      return switch (options.target().then(target -> sheet(probe, target, scene))) {
        case Answer.Unusable<Sheet>(String message) -> environment.refuse(message);
        case Answer.Given<Sheet>(Sheet sheet) -> {
          print(scene, sheet);
          yield sheet.outcome() == Sheet.Outcome.BAD ? ExitCode.BROKEN : ExitCode.HEALTHY;
        }
      };
    }
  }

  private static Optional<String> withoutEffect(String probe, ParseResult arguments) {
    return OF_PROBES.entrySet().stream()
        .filter(one -> arguments.hasMatchedOption(one.getKey()) && !one.getValue().contains(probe))
        .map(
            one ->
                "%s is for %s; add that, or leave it out"
                    .formatted(one.getKey(), String.join(" or ", one.getValue())))
        .sorted()
        .findFirst();
  }

  private static void print(Scene scene, Sheet sheet) {
    String format = scene.options().<String>value("--format").orElse("text");
    scene
        .environment()
        .print(
            ProbeFormats.print(
                sheet, format, Options.viewer(scene.arguments(), scene.environment())));
  }

  /// What every probe is given.
  private record Scene(
      ParseResult arguments, ProbeOptions options, Environment environment, Interrupt interrupt) {}

  private Answer<Sheet> sheet(String probe, Target target, Scene scene) {
    return switch (probe) {
      case TLS -> tls(target, scene.options());
      case IDLE -> idle(target, scene);
      case SIZES -> sizes(target, scene);
      case HOLD -> hold(target, scene);
      case SECURITY -> security(target, scene.options());
      case LOAD ->
          new LoadOptions(scene.arguments(), scene.options())
              .probe(target, scene.environment(), scene.interrupt());
      case BROWSER ->
          new BrowserOptions(scene.arguments(), scene.options())
              .probe(target, scene.environment(), scene.interrupt());
      case HTTP2 -> http2(target, scene.options());
      default -> handshake(target, scene);
    };
  }

  private Answer<Sheet> handshake(Target target, Scene scene) {
    ProbeOptions options = scene.options();
    return sent(scene)
        .then(
            sent ->
                options
                    .through(target, Limits.DEFAULT)
                    .map(
                        approach ->
                            HandshakeReport.of(target, approach, options.direct(Limits.DEFAULT)))
                    .map(
                        report ->
                            HandshakeSheet.of(
                                report,
                                sent.stream()
                                    .flatMap(
                                        one ->
                                            FieldDifference.onTheWay(
                                                report.through().request(), one)
                                                .stream())
                                    .toList())));
  }

  /// What nginx makes of the request by the configuration, if the user names one.
  private Answer<List<Sent>> sent(Scene scene) {
    return explained(scene)
        .map(
            all ->
                all.stream()
                    .flatMap(one -> one.decision().proxied().stream())
                    .map(Outcome.Proxied::sent)
                    .toList());
  }

  /// What the evaluator says, if the user names a configuration.
  private Answer<List<Explanation>> explained(Scene scene) {
    if (!scene.arguments().hasMatchedOption("-c")) {
      return new Answer.Given<>(List.of());
    }
    return new RequestReader(scene.arguments(), scene.environment().in())
        .read()
        .then(engine.explain())
        .map(List::of);
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
    return explained(scene)
        .map(all -> all.stream().flatMap(one -> Timers.of(one.decision()).stream()).toList());
  }

  private static Answer<Sheet> http2(Target target, ProbeOptions options) {
    Answer<Approach> through = options.through(target, Limits.DEFAULT);
    return through.map(approach -> Http2Sheet.of(Http2Probe.run(target, approach)));
  }

  private static Answer<Sheet> security(Target target, ProbeOptions options) {
    Answer<Approach> through = options.through(target, Limits.DEFAULT);
    return through.map(approach -> SecuritySheet.of(SecurityProbe.run(target, approach)));
  }

  private static Answer<Sheet> sizes(Target target, Scene scene) {
    ProbeOptions options = scene.options();
    long most = options.<Long>value("--up-to").orElse(SizesProbe.USUAL_MOST);
    return options
        .hops(target, Limits.DEFAULT.keeping(SizesProbe.KEPT_BYTES))
        .map(
            hops ->
                SizesSheet.of(
                    SizesProbe.run(
                        target, hops, most, scene.environment()::say, scene.interrupt())));
  }

  private static Answer<Sheet> hold(Target target, Scene scene) {
    ProbeOptions options = scene.options();
    Answer<Approach> through = options.through(target, Limits.DEFAULT);
    return through.map(
        approach ->
            HoldSheet.of(
                HoldProbe.run(
                    target,
                    approach,
                    options.<Integer>value("--connections").orElse(CONNECTIONS),
                    options.<Duration>value("--for").orElse(HELD),
                    options.<Duration>value("--every").orElse(BETWEEN_PINGS),
                    scene.environment()::say,
                    scene.interrupt())));
  }
}
