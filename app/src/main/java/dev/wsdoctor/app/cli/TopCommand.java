package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.format.TrafficFormat;
import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.diagnosis.Traffic;
import dev.wsdoctor.diagnosis.TrafficReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `top`: the sockets that pass through nginx now.
final class TopCommand implements Command {
  private static final String ONCE = "--once";
  private static final String WATCH = "--watch";
  private static final String INTERVAL = "--interval";
  private static final String TIMES = "--times";
  private static final String ROWS = "--rows";
  private static final String PID = "--pid";

  private static final int USUAL_SECONDS = 2;
  private static final int USUAL_ROWS = 20;
  private static final String CLEAR_SCREEN = "\u001b[H\u001b[2J";

  private final Engine engine;

  TopCommand(Engine engine) {
    this.engine = engine;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("wsdoctor top");
    spec.usageMessage()
        .customSynopsis("wsdoctor top [-c FILE] [OPTION]...")
        .sortOptions(false)
        .description(
            "Shows the connections that pass through nginx now, the soonest to be closed first:"
                + " how long each has been silent, against the limit that the configuration gives"
                + " it. To the kernel an idle socket and a kept-alive connection look alike, and it"
                + " does not say when one began: what was there at the first look is at least so"
                + " and so old.")
        .footer(
            "",
            "Examples:",
            "  wsdoctor top",
            "  wsdoctor top --once --format json --rows 100000",
            "  wsdoctor top --watch --interval 10 --format json",
            "",
            "Exit code: 0 nothing is wrong, 1 something is used up, 2 the call could not be used.");
    Options.addSetting(spec);
    spec.addOption(Options.flag("Show them once and end; so it is without a terminal.", ONCE));
    spec.addOption(Options.flag("Show them again and again; so it is on a terminal.", WATCH));
    spec.addOption(Options.positive("SECONDS", "Look again every so often; 2 is usual.", INTERVAL));
    spec.addOption(Options.positive("N", "End after having looked that often.", TIMES));
    spec.addOption(Options.positive("N", "Show so many connections; 20 is usual.", ROWS));
    spec.addOption(Options.positive("PID", "Only the nginx of this master process.", PID));
    Options.addLiveFormat(spec);
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Environment environment) {
    if (arguments.hasMatchedOption(ONCE) && arguments.hasMatchedOption(WATCH)) {
      return environment.refuse("expected --once or --watch but found both; leave one out");
    }
    Answer<TrafficReader> reader =
        new RequestReader(arguments, environment.in()).setting().then(engine.traffic());
    return switch (reader) {
      case Answer.Unusable<TrafficReader>(String message) -> environment.refuse(message);
      case Answer.Given<TrafficReader>(TrafficReader found) -> watch(found, arguments, environment);
    };
  }

  private static int watch(TrafficReader reader, ParseResult arguments, Environment environment) {
    boolean watches =
        !arguments.hasMatchedOption(ONCE)
            && (environment.isTerminal()
                || arguments.hasMatchedOption(WATCH)
                || arguments.hasMatchedOption(TIMES));
    int times = watches ? arguments.matchedOptionValue(TIMES, Integer.MAX_VALUE) : 1;
    int rows = arguments.matchedOptionValue(ROWS, USUAL_ROWS);
    Duration interval = Duration.ofSeconds(arguments.matchedOptionValue(INTERVAL, USUAL_SECONDS));
    OptionalLong master = master(arguments);
    int code = ExitCode.HEALTHY;
    for (int i = 0; i < times && (i == 0 || waited(interval)); i++) {
      Traffic traffic;
      switch (reader.read(master)) {
        case Answer.Unusable<Traffic>(String message) -> {
          return environment.refuse(message);
        }
        case Answer.Given<Traffic>(Traffic found) -> traffic = found;
      }
      if (i > 0 && environment.hasScreen()) {
        environment.print(CLEAR_SCREEN.getBytes(StandardCharsets.US_ASCII));
      }
      TrafficFormat format = Options.liveFormat(arguments, environment); // it may be resized
      environment.print(format.traffic(traffic, rows));
      code = code(traffic);
    }
    return code;
  }

  private static OptionalLong master(ParseResult arguments) {
    return arguments.hasMatchedOption(PID)
        ? OptionalLong.of(arguments.<Integer>matchedOptionValue(PID, 0))
        : OptionalLong.empty();
  }

  private static int code(Traffic traffic) {
    boolean isBroken = traffic.causes().stream().anyMatch(cause -> cause.isError());
    return isBroken ? ExitCode.BROKEN : ExitCode.HEALTHY;
  }

  /// False when somebody wants the thread to end.
  private static boolean waited(Duration interval) {
    try {
      return !new CountDownLatch(1).await(interval.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
