package dev.wsdoctor.probe.idle;

import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.BrokenPeer;
import dev.wsdoctor.probe.Ending;
import dev.wsdoctor.probe.idle.IdleHop.Effect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Who set the limits that were measured, and what follows.
final class IdleJudge {
  private static final double SURE = 0.9;
  private static final double LIKELY = 0.7;

  private final Target target;
  private final List<IdleHop> hops;
  private final List<Timer> timers;

  /// The first hop is the way that clients take; one more is the backend.
  IdleJudge(Target target, List<IdleHop> hops, List<Timer> timers) {
    this.target = target;
    this.hops = List.copyOf(hops);
    this.timers = List.copyOf(timers);
  }

  List<Finding> causes() {
    List<Finding> found = new ArrayList<>();
    IdleHop front = hops.getFirst();
    front.limit().ifPresent(limit -> found.add(cause(front, limit)));
    front.droppedAfter().ifPresent(silence -> found.add(dropped(front, silence)));
    front
        .farewell()
        .filter(Ending.Violated.class::isInstance)
        .map(how -> BrokenPeer.cause(how.describe(), Evidence.probe(front.opening().hop())))
        .ifPresent(found::add);
    return found;
  }

  private Finding cause(IdleHop front, Duration limit) {
    Optional<Timer> timer = timers.stream().filter(one -> one.agreesWith(limit)).findFirst();
    if (backendHas(limit)) {
      return intermediary(
          front, "the backend itself ends a silent socket after " + seconds(limit), SURE);
    }
    if (front.ending().filter(Ending.Closed.class::isInstance).isPresent()) {
      return intermediary(
          front,
          "the application itself closes a silent socket after %s with %s; nginx and HAProxy send no Close frame"
              .formatted(seconds(limit), front.ending().map(Ending::describe).orElse("")),
          SURE);
    }
    if (front.lifetime()) {
      return intermediary(
          front,
          "a connection lives for %s at most, whatever it carries".formatted(seconds(limit)),
          LIKELY);
    }
    return timer
        .map(one -> configured(front, limit, one))
        .orElseGet(() -> intermediary(front, unconfigured(front, limit), LIKELY));
  }

  /// The same limit on the direct connection.
  private boolean backendHas(Duration limit) {
    return hops.stream()
        .skip(1)
        .flatMap(hop -> hop.limit().stream())
        .anyMatch(direct -> Timer.isNear(direct, limit));
  }

  private Finding configured(IdleHop front, Duration limit, Timer timer) {
    Finding finding =
        Finding.of(
            "read-timeout-too-short",
            Severity.WARNING,
            SURE,
            "a socket that is silent for %s is ended: that is %s %s"
                .formatted(
                    seconds(limit),
                    timer.directive(),
                    timer.place().isPresent() ? "of this configuration" : "by its default"),
            "Every byte in either direction starts the timer anew; an application that is silent for longer loses its"
                + " socket with 1006.");
    return evident(front, timer.place().map(finding::at).orElse(finding))
        .mendedBy(advice(limit, "raise " + timer.directive()));
  }

  private Finding intermediary(IdleHop front, String summary, double confidence) {
    return evident(
            front,
            Finding.of(
                "intermediary-timeout",
                Severity.WARNING,
                confidence,
                summary,
                "Whoever stands on the way may end what is silent for longer than its own limit; nginx's log does not"
                    + " show it."))
        .mendedBy(advice(front.limit().orElse(front.watched()), "raise the limit of that hop"));
  }

  private static Fix advice(Duration limit, String otherwise) {
    return Fix.manual(
        "let the application send something, a ping is enough, at least every %s, or %s"
            .formatted(seconds(limit.dividedBy(2)), otherwise));
  }

  private Finding evident(IdleHop front, Finding finding) {
    List<Evidence> seen = new ArrayList<>();
    seen.add(
        Evidence.probe(
            "%s: silent connections ended after %s with %s"
                .formatted(
                    front.opening().hop(),
                    seconds(front.limit().orElse(front.watched())),
                    front.ending().map(Ending::describe).orElse("silence"))));
    front.kinds().stream()
        .filter(kind -> kind.effect() == Effect.RESTARTS || kind.effect() == Effect.DOES_NOT_COUNT)
        .map(kind -> Evidence.probe(kind.traffic().words() + ": " + words(kind)))
        .forEach(seen::add);
    return finding.because(seen);
  }

  private static String words(IdleHop.Kind kind) {
    String samples = " (%d connections)".formatted(kind.samples());
    return kind.effect() == Effect.RESTARTS
        ? "starts the timer anew; ended %s later"
                .formatted(seconds(kind.limit().orElse(Duration.ZERO)))
            + samples
        : "does not prolong the connection" + samples;
  }

  private String unconfigured(IdleHop front, Duration limit) {
    List<String> who = KnownLimits.near(limit);
    String set =
        timers.isEmpty()
            ? ""
            : "; the configuration says " + describe(timers.getFirst()) + ", so it is not that one";
    String known = who.isEmpty() ? "" : ": that is the limit of " + String.join(", or of ", who);
    return "a socket to %s that is silent for %s is ended with %s%s%s"
        .formatted(
            target,
            seconds(limit),
            front.ending().map(Ending::describe).orElse("silence"),
            known,
            set);
  }

  private static String describe(Timer timer) {
    return timer.directive() + " " + seconds(timer.value());
  }

  private Finding dropped(IdleHop front, Duration silence) {
    List<String> who = KnownLimits.near(silence);
    return Finding.of(
            "intermediary-timeout",
            Severity.WARNING,
            LIKELY,
            "after %s of silence the connection is dead and neither side is told%s"
                .formatted(
                    seconds(silence), who.isEmpty() ? "" : ", as " + String.join(", or ", who)),
            "A firewall, a NAT or a load balancer forgets a silent connection without a FIN or RST; both sides believe"
                + " that it is open.")
        .because(
            Evidence.probe(
                front.opening().hop() + ": a ping after that silence got no pong and no end"))
        .mendedBy(advice(silence, "raise the limit of that hop"));
  }

  List<String> remarks() {
    List<String> found = new ArrayList<>();
    IdleHop front = hops.getFirst();
    if (front.opened() > 0
        && front.limit().isEmpty()
        && front.droppedAfter().isEmpty()
        && front.farewell().isEmpty()) {
      found.add(
          "nothing ended a silent socket within %s; --until looks longer"
              .formatted(seconds(front.watched())));
    }
    front.farewell().map(IdleJudge::parting).ifPresent(found::add);
    hops.stream()
        .skip(1)
        .filter(direct -> direct.opened() > 0 && direct.limit().isEmpty())
        .filter(_ -> front.limit().isPresent())
        .forEach(
            _ ->
                found.add(
                    "the backend, asked directly, keeps a silent socket: the limit is nginx's or of a hop in between"));
    timers.stream()
        .filter(_ -> front.limit().isPresent())
        .filter(timer -> timer.value().compareTo(front.limit().orElseThrow()) < 0)
        .filter(timer -> !timer.agreesWith(front.limit().orElseThrow()))
        .forEach(
            timer ->
                found.add(
                    "the configuration says %s, and yet sockets live longer: it is not what runs, or the backend sends something"
                        .formatted(describe(timer))));
    return found;
  }

  private static String parting(Ending how) {
    return how instanceof Ending.Violated
        ? "the server sent %s; every client ends such a socket, so its silence could not be measured"
            .formatted(how.describe())
        : "the server pings by itself and closed the connections that were silent on purpose with %s; clients that answer are kept open by its pings"
            .formatted(how.describe());
  }

  static String seconds(Duration time) {
    double seconds = time.toNanos() / 1e9;
    return String.format(Locale.ROOT, seconds < 10 ? "%.2f s" : "%.1f s", seconds);
  }
}
