package dev.wsdoctor.app.cli;

import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.tap.Tap;
import dev.wsdoctor.tap.TapPlan;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `tap`: stands in one hop and shows what both sides say.
final class TapCommand implements Command {
  private static final String PCAPNG = "--pcapng";

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("wsdoctor tap");
    spec.usageMessage()
        .customSynopsis("wsdoctor tap --listen ADDRESS --to ADDRESS [OPTION]...")
        .sortOptions(false)
        .description(
            "Stands in one hop, between the client and nginx or nginx and the backend, passes"
                + " every byte on, and shows handshakes and messages of both sides with times."
                + " Messages are shown decompressed and put together; Ctrl-C ends it.")
        .footer(
            "",
            "Examples, the second for 'proxy_pass http://127.0.0.1:9000;':",
            "  wsdoctor tap --listen 8081 --to 127.0.0.1:80",
            "  wsdoctor tap --listen 9000 --to 127.0.0.1:3000",
            "  wsdoctor tap --listen 9000 --to 127.0.0.1:3000 --pcapng app.pcapng",
            "",
            "Exit code: 0 nothing is wrong, 1 a cause was found, 2 the call could not be used.");
    TapOptions.add(spec);
    spec.addOption(
        ProbeOptions.span("TIME", "End after this time, such as 90s or 5m.", TapSession.FOR));
    spec.addOption(
        Options.positive("N", "End when so many connections have ended.", TapSession.STOP_AFTER));
    SelectionOptions.add(spec);
    Exports.addHar(spec);
    spec.addOption(
        Options.text(
            "FILE", "Write a capture (pcapng) for Wireshark and read; holds all secrets.", PCAPNG));
    Options.addTranscriptFormat(spec);
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Environment environment) {
    return switch (new TapOptions(arguments).plan()) {
      case Answer.Unusable<TapPlan>(String message) -> environment.refuse(message);
      case Answer.Given<TapPlan>(TapPlan plan) ->
          Exports.objection(arguments)
              .map(environment::refuse)
              .orElseGet(() -> start(plan, arguments, environment));
    };
  }

  private static int start(TapPlan plan, ParseResult arguments, Environment environment) {
    return switch (packets(arguments)) {
      case Answer.Unusable<Optional<PacketFile>>(String message) -> environment.refuse(message);
      case Answer.Given<Optional<PacketFile>>(Optional<PacketFile> file) ->
          switch (Tap.start(plan)) {
            case Tap.Started.Failed(String message) -> environment.refuse(message);
            case Tap.Started.Listening(Tap tap) -> run(tap, plan, file, arguments, environment);
          };
    };
  }

  private static Answer<Optional<PacketFile>> packets(ParseResult arguments) {
    return arguments.hasMatchedOption(PCAPNG)
        ? PacketFile.create(arguments.matchedOptionValue(PCAPNG, "")).map(Optional::of)
        : new Answer.Given<>(Optional.empty());
  }

  private static int run(
      Tap tap,
      TapPlan plan,
      Optional<PacketFile> file,
      ParseResult arguments,
      Environment environment) {
    try (tap;
        Interrupt interrupt = Interrupt.watch()) {
      environment.say(
          "tapping %s -> %s; Ctrl-C ends it"
              .formatted(plan.listen().display(), plan.to().display()));
      return new TapSession(tap, plan, file, arguments, environment).run(interrupt);
    }
  }
}
