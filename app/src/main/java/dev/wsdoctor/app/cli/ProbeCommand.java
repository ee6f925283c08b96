package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.format.HandshakeSheet;
import dev.wsdoctor.app.format.ProbeFormats;
import dev.wsdoctor.app.format.Sheet;
import dev.wsdoctor.app.format.TlsSheet;
import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.Approach;
import dev.wsdoctor.probe.HandshakeReport;
import dev.wsdoctor.probe.Limits;
import dev.wsdoctor.probe.TlsProbe;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `probe URL`: measures one thing about a live hop.
final class ProbeCommand implements Command {
  private static final String TLS = "--tls";
  private static final List<String> PROBES = List.of(TLS);

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
            "",
            "Exit code: 0 healthy, 1 broken, 2 the call could not be used.");
    Options.addRequest(spec);
    spec.addOption(Options.flag("PROBE: certificates, protocols, names.", TLS));
    ProbeOptions.add(spec);
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Environment environment) {
    List<String> chosen = PROBES.stream().filter(arguments::hasMatchedOption).toList();
    if (chosen.size() > 1) {
      return environment.refuse("expected one probe but found " + String.join(" and ", chosen));
    }
    ProbeOptions options = new ProbeOptions(arguments);
    String probe = Stream.concat(chosen.stream(), Stream.of("")).findFirst().orElseThrow();
    return switch (options.target().then(target -> sheet(probe, target, options))) {
      case Answer.Unusable<Sheet>(String message) -> environment.refuse(message);
      case Answer.Given<Sheet>(Sheet sheet) -> {
        String format = options.<String>value("--format").orElse("text");
        environment.print(
            ProbeFormats.print(sheet, format, environment.hasColour(), environment.folder()));
        yield sheet.outcome() == Sheet.Outcome.BAD ? ExitCode.BROKEN : ExitCode.HEALTHY;
      }
    };
  }

  private static Answer<Sheet> sheet(String probe, Target target, ProbeOptions options) {
    return switch (probe) {
      case TLS -> tls(target, options);
      default -> handshake(target, options);
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
}
