package dev.wsdoctor.symptom;

import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.rule.timeout.IdleLimit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Whose timer ends sockets that live for a certain time: nginx's, which is predicted, or that of a
/// hop in front, which is known by its number.
final class Lifetimes {
  private final List<IdleLimit> limits;

  /// `limits` are those of nginx's hops, the shortest first; none when no configuration is known.
  Lifetimes(List<IdleLimit> limits) {
    this.limits = limits;
  }

  List<Clue> clues(Duration lived, Evidence seen) {
    Optional<IdleLimit> own =
        limits.stream().filter(limit -> KnownLimit.isNear(lived, limit.value())).findFirst();
    if (own.isPresent()) {
      return List.of(nginx(own.get(), 0.95, sharing(lived), seen));
    }
    if (limits.isEmpty()) {
      return unknownNginx(lived, seen);
    }
    IdleLimit shortest = limits.getFirst();
    return lived.compareTo(shortest.value()) > 0
        ? List.of(afterTraffic(lived, shortest, seen), inFront(lived, 0.5, seen))
        : List.of(inFront(lived, 0.85, seen), behind(lived, seen));
  }

  private static String sharing(Duration lived) {
    List<KnownLimit> others = KnownLimit.near(lived);
    return others.isEmpty()
        ? ""
        : " Others have that number too (%s): look there if it stays after the change."
            .formatted(KnownLimit.names(others));
  }

  private static Clue nginx(IdleLimit limit, double confidence, String more, Evidence seen) {
    return Clue.of(
        Finding.of(
                "read-timeout-too-short",
                Severity.ERROR,
                confidence,
                "nginx cuts a socket that is silent for %s: %s"
                    .formatted(seconds(limit.value()), limit.setting()),
                "After the upgrade this is the idle limit of the whole tunnel; any byte either way, a ping too,"
                    + " starts it anew. The end is logged at level info only, and no Close frame is sent."
                    + more)
            .at(limit.place())
            .because(seen)
            .mendedBy(limit.mend()));
  }

  /// The limit runs from the last byte, not from the opening.
  private static Clue afterTraffic(Duration lived, IdleLimit limit, Evidence seen) {
    String more =
        " Here the last message would have passed after %s."
            .formatted(seconds(lived.minus(limit.value())));
    return nginx(limit, 0.6, more, seen);
  }

  private static List<Clue> unknownNginx(Duration lived, Evidence seen) {
    Clue front = inFront(lived, 0.7, seen);
    if (!KnownLimit.isNear(lived, Duration.ofSeconds(60))) {
      return List.of(front);
    }
    return List.of(
        Clue.error(
            "read-timeout-too-short",
            0.75,
            "60 seconds are nginx's idle limit unless proxy_read_timeout says otherwise",
            "After the upgrade proxy_read_timeout is the idle limit of the whole tunnel.",
            "set proxy_read_timeout 3600s in the socket's location; give the configuration with -c",
            seen),
        inFront(lived, 0.55, seen));
  }

  /// nginx lets the socket be for longer: unless a hop in front is known by the number the backend
  /// is the likelier one, since every application and library has a timer of its own.
  private static Clue behind(Duration lived, Evidence seen) {
    List<KnownLimit> known = KnownLimit.ofBackendsNear(lived);
    boolean alone = KnownLimit.near(lived).isEmpty();
    return Clue.error(
        "closed-by-backend",
        alone ? 0.48 : 0.4,
        "the backend ends sockets after "
            + seconds(lived)
            + (known.isEmpty() ? "" : ", as these do by themselves: " + KnownLimit.names(known)),
        "nginx would let them be for longer. Socket servers end what is silent, or does not answer their pings, by a"
            + " timer of their own; without a Close frame clients see 1006.",
        "hold a socket to nginx and one to the backend itself: wsdoctor check URL --deep tells which side ends it",
        seen);
  }

  /// Who has that number; where nobody is known to, it is a guess.
  private static Clue inFront(Duration lived, double confidence, Evidence seen) {
    List<KnownLimit> known = KnownLimit.near(lived);
    String who =
        known.isEmpty()
            ? "a hop in front of nginx, or the backend, ends sockets after " + seconds(lived)
            : "a hop in front of nginx ends sockets after %s: %s"
                .formatted(seconds(lived), KnownLimit.names(known));
    return Clue.error(
        "intermediary-timeout",
        known.isEmpty() ? 0.45 : confidence,
        who,
        "Every hop has its own timer, and the shortest one counts; nginx's own is another number.",
        "raise the limit of that hop, or let one side ping at less than half of it; hold a socket from the"
            + " machine of nginx to see which side of nginx it is",
        seen);
  }

  static String seconds(Duration time) {
    return time.toMillisPart() == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
