package dev.wsdoctor.app.cli;

import dev.wsdoctor.capture.Capture;
import dev.wsdoctor.capture.Limits;
import dev.wsdoctor.capture.Recording;
import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.finding.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// `read`: the WebSockets in a capture of packets.
final class ReadCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("wsdoctor read");
    spec.usageMessage()
        .customSynopsis("wsdoctor read FILE... [OPTION]...")
        .sortOptions(false)
        .description(
            "Shows the WebSockets in a capture, as tcpdump, Wireshark and wsdoctor tap write it"
                + " (pcap or pcapng, gz too): handshakes, messages and who ended each, with times."
                + " Of a capture of both hops around nginx: which connection upstream serves which"
                + " client, and what nginx changed in the handshake.")
        .footer(
            "",
            "Examples:",
            "  tcpdump -i any -B 65536 -w hops.pcap 'tcp port 80 or tcp port 3000'",
            "  wsdoctor read hops.pcap",
            "  wsdoctor read hops.pcap --path /chat --opcode text,close",
            "",
            "Exit code: 0 nothing is wrong, 1 a cause was found, 2 the file could not be used.");
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0..*")
            .arity("1..*")
            .required(true)
            .type(List.class)
            .auxiliaryTypes(Path.class)
            .converters(Path::of)
            .paramLabel("FILE")
            .hideParamSyntax(true)
            .description("Captures of the same time, each of one hop or of several.")
            .build());
    SelectionOptions.add(spec);
    Exports.addHar(spec);
    Options.addTranscriptFormat(spec);
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Environment environment) {
    List<Path> files = arguments.matchedPositionalValue(0, List.of());
    return switch (CaptureFiles.read(files, Limits.DEFAULT)) {
      case Answer.Unusable<Capture>(String message) -> environment.refuse(message);
      case Answer.Given<Capture>(Capture capture) -> {
        Recording recording = Recording.of(names(files), capture);
        Recording chosen = recording.selecting(SelectionOptions.of(arguments));
        environment.print(Options.transcriptFormat(arguments, environment).transcript(chosen));
        Optional<String> trouble =
            Exports.har(arguments, chosen, Options.viewer(arguments, environment), false);
        if (trouble.isPresent()) {
          yield environment.refuse(trouble.get());
        }
        yield recording.causes().stream().anyMatch(Finding::isError)
            ? ExitCode.BROKEN
            : ExitCode.HEALTHY;
      }
    };
  }

  private static String names(List<Path> files) {
    return files.stream().map(Path::toString).collect(Collectors.joining(", "));
  }
}
