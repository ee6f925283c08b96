package dev.wsdoctor.diagnosis;

import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.Approach;
import dev.wsdoctor.probe.Http2Probe;
import dev.wsdoctor.probe.Limits;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.probe.ProbeTarget;
import dev.wsdoctor.probe.TlsProbe;
import dev.wsdoctor.probe.Together;
import dev.wsdoctor.probe.Way;
import dev.wsdoctor.probe.hold.HoldProbe;
import dev.wsdoctor.probe.idle.IdleProbe;
import dev.wsdoctor.probe.idle.Timer;
import dev.wsdoctor.probe.security.SecurityProbe;
import dev.wsdoctor.probe.sizes.SizesProbe;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The probes of `check --deep`, in three steps: what is asked by handshakes alone, then messages,
/// which need the line for themselves, then silence.
final class DeepProbes {
  private static final int HELD_CONNECTIONS = 5;
  private static final Duration HELD_FOR = Duration.ofSeconds(20);

  /// No limit is likely to be just as long, and to cut a ping in two.
  private static final Duration BETWEEN_PINGS = Duration.ofMillis(700);

  private final Target target;
  private final List<Observation> seen;
  private final List<Approach> hops;
  private final List<Timer> timers;
  private final DeepPlan plan;

  private DeepProbes(
      Target target,
      List<Observation> seen,
      List<Approach> hops,
      List<Timer> timers,
      DeepPlan plan) {
    this.target = target;
    this.seen = seen;
    this.hops = hops;
    this.timers = timers;
    this.plan = plan;
  }

  /// Measures the URL and, beside it, the first backend that opened directly; `seen` are the
  /// handshakes over the hops of `live`.
  static Measured run(
      CheckRequest request,
      Optional<Prediction> prediction,
      LiveHops live,
      List<Observation> seen,
      DeepPlan plan) {
    Approach front = approach(ProbeTarget.through(request.target()), request.extraFields());
    Stream<Approach> direct = opened(live.backends(), seen).map(one -> approach(one, Fields.NONE));
    return new DeepProbes(
            request.target(),
            seen,
            Stream.concat(Stream.of(front), direct.limit(1)).toList(),
            prediction.map(p -> IdleTimers.of(p.subject())).orElse(List.of()),
            plan)
        .measure();
  }

  private static Approach approach(ProbeTarget hop, Fields extra) {
    return new Approach(hop, extra, Limits.DEFAULT, Way.DIRECT);
  }

  private static Stream<ProbeTarget> opened(List<ProbeTarget> backends, List<Observation> seen) {
    return IntStream.range(0, backends.size())
        .filter(i -> seen.get(i + 1).opened())
        .mapToObj(backends::get);
  }

  private Measured measure() {
    boolean opens = seen.getFirst().opened();
    List<Measurement> found = new ArrayList<>(step("handshakes", handshakes(opens)));
    if (!opens) {
      return new Measured(
          found,
          List.of("the socket does not open, so neither messages nor silence were measured"));
    }
    found.addAll(step("messages of up to " + plan.mostBytes() + " bytes", messages()));
    found.addAll(step("silence, for at most " + plan.until().toSeconds() + " s", silence()));
    return new Measured(found, isStopped() ? List.of(cutShort()) : List.of());
  }

  private List<Measurement> step(String what, List<Callable<Measurement>> probes) {
    if (isStopped() || probes.isEmpty()) {
      return List.of();
    }
    plan.progress().accept("deep: " + what);
    return Together.all(probes);
  }

  private boolean isStopped() {
    return plan.stopped().getAsBoolean();
  }

  private static String cutShort() {
    return "the measurements were stopped: what is not told here was not measured, or not to its end";
  }

  /// A browser speaks HTTP/2 over TLS only.
  private List<Callable<Measurement>> handshakes(boolean opens) {
    Approach front = hops.getFirst();
    List<Callable<Measurement>> probes = new ArrayList<>();
    if (target.tls()) {
      probes.add(() -> new Measurement.Tls(TlsProbe.run(target, front, Instant.now())));
      probes.add(() -> new Measurement.Http2(Http2Probe.run(target, front)));
    }
    if (opens) {
      probes.add(() -> new Measurement.Security(SecurityProbe.run(target, front)));
    }
    return probes;
  }

  private List<Callable<Measurement>> messages() {
    Limits limits = Limits.DEFAULT.keeping(SizesProbe.KEPT_BYTES);
    List<Approach> sparing =
        hops.stream()
            .map(hop -> new Approach(hop.target(), hop.extra(), limits, hop.way()))
            .toList();
    return List.of(
        () ->
            new Measurement.Sizes(
                SizesProbe.run(
                    target, sparing, plan.mostBytes(), plan.progress(), plan.stopped())));
  }

  /// Connections that are silent, and beside them some that are not.
  private List<Callable<Measurement>> silence() {
    Duration held = plan.until().compareTo(HELD_FOR) < 0 ? plan.until() : HELD_FOR;
    return List.of(
        () ->
            new Measurement.Idle(
                IdleProbe.run(target, hops, plan.until(), timers, plan.progress(), plan.stopped())),
        () ->
            new Measurement.Hold(
                HoldProbe.run(
                    target,
                    hops.getFirst(),
                    HELD_CONNECTIONS,
                    held,
                    BETWEEN_PINGS,
                    _ -> {},
                    plan.stopped())));
  }
}
