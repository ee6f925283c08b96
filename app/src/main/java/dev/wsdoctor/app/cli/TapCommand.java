package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.format.LiveTranscript;
import dev.wsdoctor.capture.Limits;
import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.tap.Overheard;
import dev.wsdoctor.tap.Tap;
import dev.wsdoctor.tap.TapPlan;
import dev.wsdoctor.tap.TapRecorder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `tap`: stands in one hop and shows what both sides say.
final class TapCommand implements Command {
  private static final String FOR = "--for";
  private static final String STOP_AFTER = "--stop-after";
  private static final Duration UNLIMITED = Duration.ofDays(3_650);

  /// How often the backlog is looked at; nobody waits for this but the reader of the transcript.
  private static final Duration POLL = Duration.ofMillis(2);

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("wsdoctor tap");
    spec.usageMessage()
        .customSynopsis("wsdoctor tap --listen ADDRESS --to ADDRESS [OPTION]...")
        .sortOptions(false)
        .description(
            "Stands in one hop, between the client and nginx or between nginx and the backend,",
            "passes every byte on, and shows handshakes and messages of both sides with times.",
            "Messages are shown decompressed and put together; Ctrl-C ends it.")
        .footer(
            "",
            "Examples, the second for 'proxy_pass http://127.0.0.1:9000;':",
            "  wsdoctor tap --listen 8081 --to 127.0.0.1:80",
            "  wsdoctor tap --listen 9000 --to 127.0.0.1:3000",
            "",
            "Exit code: 0 it has ended as asked, 2 the call could not be used.");
    TapOptions.add(spec);
    spec.addOption(ProbeOptions.span("TIME", "End after this time, such as 90s or 5m.", FOR));
    spec.addOption(Options.positive("N", "End when so many connections have ended.", STOP_AFTER));
    spec.addOption(Options.secretsFlag());
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Environment environment) {
    return switch (new TapOptions(arguments).plan()) {
      case Answer.Unusable<TapPlan>(String message) -> environment.refuse(message);
      case Answer.Given<TapPlan>(TapPlan plan) -> {
        switch (Tap.start(plan)) {
          case Tap.Started.Failed(String message) -> {
            yield environment.refuse(message);
          }
          case Tap.Started.Listening(Tap tap) -> {
            try (tap;
                Interrupt interrupt = Interrupt.watch()) {
              environment.say(
                  "tapping %s -> %s; Ctrl-C ends it"
                      .formatted(plan.listen().display(), plan.to().display()));
              new Session(tap, arguments, environment).run(interrupt);
            }
            yield ExitCode.HEALTHY;
          }
        }
      }
    };
  }

  /// One run of a tap: takes what it overhears until it is time to end.
  private static final class Session {
    private final Tap tap;
    private final Environment environment;
    private final LiveTranscript transcript;
    private final TapRecorder recorder;
    private final Instant end;
    private final int stopAfter;
    private int ended;

    Session(Tap tap, ParseResult arguments, Environment environment) {
      Instant start = Instant.now();
      this.tap = tap;
      this.environment = environment;
      this.transcript = new LiveTranscript(Options.viewer(arguments, environment), start);
      this.recorder =
          new TapRecorder(
              Limits.DEFAULT,
              start,
              (number, moment) -> environment.print(transcript.moment(number, moment)));
      this.end = start.plus(arguments.matchedOptionValue(FOR, UNLIMITED));
      this.stopAfter = arguments.matchedOptionValue(STOP_AFTER, Integer.MAX_VALUE);
    }

    void run(Interrupt interrupt) {
      while (!interrupt.getAsBoolean() && ended < stopAfter && Instant.now().isBefore(end)) {
        if (!takeOne()) {
          LockSupport.parkNanos(POLL.toNanos());
        }
      }
      while (takeOne()) {
        // What was overheard until now.
      }
      if (tap.turnedAway() > 0) {
        environment.say(
            "wsdoctor: %d connections were closed at once, since too many were open"
                .formatted(tap.turnedAway()));
      }
    }

    private boolean takeOne() {
      Optional<Overheard> heard = tap.next();
      heard.ifPresent(this::take);
      return heard.isPresent();
    }

    private void take(Overheard heard) {
      if (heard instanceof Overheard.Opened(int number, Instant time, var client, var server)) {
        environment.print(transcript.opened(number, time, client, server));
      }
      recorder
          .take(heard)
          .ifPresent(
              conversation -> {
                ended++;
                environment.print(transcript.ended(conversation));
              });
    }
  }
}
