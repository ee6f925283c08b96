package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.format.LoadSheet;
import dev.wsdoctor.app.format.Sheet;
import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.Approach;
import dev.wsdoctor.probe.Endpoint;
import dev.wsdoctor.probe.Limits;
import dev.wsdoctor.probe.load.LoadPlan;
import dev.wsdoctor.probe.load.LoadProbe;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `probe URL --load`: how much, and whether this target may be loaded at all.
final class LoadOptions {
  private static final String OWNED = "--i-own-this-host";

  private final ParseResult arguments;
  private final ProbeOptions options;

  LoadOptions(ParseResult arguments, ProbeOptions options) {
    this.arguments = arguments;
    this.options = options;
  }

  static void add(CommandSpec spec) {
    spec.addOption(
        ProbeOptions.number(
            "N",
            "--load: connections opened a second; 20 is usual.",
            "--connect-rate",
            LoadPlan.MOST_CONNECT_RATE));
    spec.addOption(
        ProbeOptions.number(
            "N",
            "--load: messages a second, over all connections; 100 is usual.",
            "--rate",
            LoadPlan.MOST_MESSAGE_RATE));
    spec.addOption(
        ProbeOptions.number(
            "BYTES",
            "--load: the size of a message; 64 is usual.",
            "--message-size",
            LoadPlan.MOST_MESSAGE_BYTES));
    spec.addOption(
        Options.flag("--load: load a host that is not this machine; say it only if so.", OWNED));
  }

  Answer<Sheet> probe(Target target, Environment environment, BooleanSupplier stopped) {
    LoadPlan usual = LoadPlan.USUAL;
    Duration time = options.<Duration>value("--for").orElse(usual.time());
    if (time.compareTo(LoadPlan.LONGEST) > 0) {
      return new Answer.Unusable<>(
          "expected at most %d minutes for --load; give --for a shorter time"
              .formatted(LoadPlan.LONGEST.toMinutes()));
    }
    LoadPlan plan =
        new LoadPlan(
            options.<Integer>value("--connections").orElse(usual.connections()),
            options.<Integer>value("--connect-rate").orElse(usual.connectRate()),
            options.<Integer>value("--rate").orElse(usual.messageRate()),
            options.<Integer>value("--message-size").orElse(usual.messageBytes()),
            time);
    return options
        .through(target, Limits.DEFAULT.keeping(LoadPlan.MOST_MESSAGE_BYTES))
        .then(this::allowed)
        .map(
            approach ->
                LoadSheet.of(LoadProbe.run(target, approach, plan, environment::say, stopped)));
  }

  /// A load is an attack where nobody has asked for it.
  private Answer<Approach> allowed(Approach approach) {
    boolean near = approach.way().proxy().isEmpty() && isHere(approach.target().endpoint());
    return near || arguments.hasMatchedOption(OWNED)
        ? new Answer.Given<>(approach)
        : new Answer.Unusable<>(
            "%s is not this machine, and a load can take it down for others; say %s if it is yours"
                .formatted(approach.target().endpoint().display(), OWNED));
  }

  private static boolean isHere(Endpoint endpoint) {
    return switch (endpoint) {
      case Endpoint.Unix _ -> true;
      case Endpoint.Tcp(String host, int _) -> {
        try {
          yield Arrays.stream(InetAddress.getAllByName(host))
              .allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException _) {
          yield false;
        }
      }
    };
  }
}
