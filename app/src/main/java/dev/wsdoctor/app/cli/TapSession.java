package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.format.LiveTranscript;
import dev.wsdoctor.capture.Limits;
import dev.wsdoctor.capture.Recording;
import dev.wsdoctor.capture.Selection;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.tap.Overheard;
import dev.wsdoctor.tap.Tap;
import dev.wsdoctor.tap.TapPlan;
import dev.wsdoctor.tap.TapRecorder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.ParseResult;

/// One run of a tap: takes what it overhears, prints it, and ends when it is time.
final class TapSession {
  static final String FOR = "--for";
  static final String STOP_AFTER = "--stop-after";
  private static final Duration UNLIMITED = Duration.ofDays(3_650);

  /// How often the backlog is looked at; nobody waits for this but the reader of the transcript.
  private static final Duration POLL = Duration.ofMillis(2);

  private final Tap tap;
  private final TapPlan plan;
  private final Optional<PacketFile> packets;
  private final String hop;
  private final ParseResult arguments;
  private final Environment environment;
  private final Selection selection;
  private final LiveTranscript transcript;
  private final TapRecorder recorder;
  private final Instant end;
  private final int stopAfter;
  private final boolean isLive;
  private int ended;

  TapSession(
      Tap tap,
      TapPlan plan,
      Optional<PacketFile> packets,
      ParseResult arguments,
      Environment environment) {
    Instant start = Instant.now();
    this.tap = tap;
    this.plan = plan;
    this.packets = packets;
    this.hop = "%s -> %s".formatted(plan.listen().display(), plan.to().display());
    this.arguments = arguments;
    this.environment = environment;
    this.selection = SelectionOptions.of(arguments);
    this.isLive = Options.isText(arguments);
    this.transcript = new LiveTranscript(Options.viewer(arguments, environment), start, selection);
    this.recorder =
        new TapRecorder(
            Limits.DEFAULT, start, (number, moment) -> print(transcript.moment(number, moment)));
    this.end = start.plus(arguments.matchedOptionValue(FOR, UNLIMITED));
    this.stopAfter = arguments.matchedOptionValue(STOP_AFTER, Integer.MAX_VALUE);
  }

  private void print(byte[] text) {
    if (isLive) {
      environment.print(text);
    }
  }

  /// The exit code.
  int run(BooleanSupplier interrupt) {
    while (!interrupt.getAsBoolean() && ended < stopAfter && Instant.now().isBefore(end)) {
      if (!takeOne()) {
        packets.ifPresent(PacketFile::flush);
        LockSupport.parkNanos(POLL.toNanos());
      }
    }
    while (takeOne()) {
      // What was overheard until now.
    }
    packets.ifPresent(PacketFile::close);
    Recording recording = Recording.of(hop, recorder.capture(Instant.now(), remarks()));
    if (isLive) {
      print(transcript.causes(recording));
    } else {
      environment.print(
          Options.transcriptFormat(arguments, environment)
              .transcript(recording.selecting(selection)));
    }
    Optional<String> trouble =
        Exports.har(
            arguments,
            recording.selecting(selection),
            Options.viewer(arguments, environment),
            plan.certificate().isPresent());
    if (trouble.isPresent()) {
      return environment.refuse(trouble.get());
    }
    return recording.causes().stream().anyMatch(Finding::isError)
        ? ExitCode.BROKEN
        : ExitCode.HEALTHY;
  }

  private List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (tap.turnedAway() > 0) {
      remarks.add(
          "%d connections were closed at once, since too many were open"
              .formatted(tap.turnedAway()));
    }
    packets.flatMap(PacketFile::trouble).ifPresent(remarks::add);
    return remarks;
  }

  private boolean takeOne() {
    Optional<Overheard> heard = tap.next();
    heard.ifPresent(this::take);
    return heard.isPresent();
  }

  private void take(Overheard heard) {
    if (heard instanceof Overheard.Opened(int number, Instant time, var client, var server)) {
      print(transcript.opened(number, time, client, server));
    }
    packets.ifPresent(file -> file.take(heard));
    recorder
        .take(heard)
        .ifPresent(
            conversation -> {
              ended++;
              print(transcript.ended(conversation));
            });
  }
}
