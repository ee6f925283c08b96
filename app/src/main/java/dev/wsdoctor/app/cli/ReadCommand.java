package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.format.Formats;
import dev.wsdoctor.app.format.TranscriptFormat;
import dev.wsdoctor.capture.Capture;
import dev.wsdoctor.capture.Limits;
import dev.wsdoctor.diagnosis.Answer;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// `read`: the WebSockets in a capture of packets.
final class ReadCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("wsdoctor read");
    spec.usageMessage()
        .customSynopsis("wsdoctor read FILE [OPTION]...")
        .sortOptions(false)
        .description(
            "Shows the WebSockets in a capture, as tcpdump, Wireshark and wsdoctor tap write it",
            "(pcap or pcapng, gz too): handshakes, messages and who ended each, with times.")
        .footer(
            "",
            "Examples:",
            "  tcpdump -i any -s 0 -w hops.pcap 'tcp port 80 or tcp port 3000'",
            "  wsdoctor read hops.pcap",
            "",
            "Exit code: 0 it was read, 2 the file could not be used.");
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .arity("1")
            .type(Path.class)
            .converters(Path::of)
            .paramLabel("FILE")
            .description("A capture in pcap or pcapng form.")
            .build());
    spec.addOption(Options.secretsFlag());
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Environment environment) {
    Path file = arguments.matchedPositionalValue(0, Path.of(""));
    return switch (CaptureFiles.read(file, Limits.DEFAULT)) {
      case Answer.Unusable<Capture>(String message) -> environment.refuse(message);
      case Answer.Given<Capture>(Capture capture) -> {
        TranscriptFormat format =
            Formats.transcripts("text", Options.viewer(arguments, environment)).orElseThrow();
        environment.print(format.transcript(file.toString(), capture));
        yield ExitCode.HEALTHY;
      }
    };
  }
}
