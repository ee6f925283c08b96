package dev.wsdoctor.app.demo;

import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.HandshakeProbe;
import dev.wsdoctor.probe.HopWords;
import dev.wsdoctor.probe.Limits;
import dev.wsdoctor.probe.LiveSocket;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.probe.Opening;
import dev.wsdoctor.probe.ProbeTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// Who opens the socket: which URL, with which fields, and how long it is silent then.
record Client(Target target, Fields fields, Duration silence) {
  private static final String SUBPROTOCOL = "Sec-WebSocket-Protocol";
  private static final Duration NGINX_LIMIT = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(50);

  /// What an attempt came to, in a sentence; `answered` when somebody listened.
  record Attempt(boolean works, boolean answered, String words) {}

  /// Opens the socket once nginx answers at all, or is gone.
  Attempt first(BooleanSupplier isUp) {
    return attempt(attempt -> attempt.answered() || !isUp.getAsBoolean());
  }

  /// Opens the socket once the new configuration is in force, which a reload does not wait for: an
  /// old worker may still accept.
  Attempt afterReload() {
    return attempt(Attempt::works);
  }

  private Attempt attempt(Predicate<Attempt> isEnough) {
    Instant end = Instant.now().plus(NGINX_LIMIT);
    Attempt attempt = attempt();
    while (!isEnough.test(attempt) && Instant.now().isBefore(end)) {
      LockSupport.parkNanos(POLL.toNanos());
      attempt = attempt();
    }
    return attempt;
  }

  private Attempt attempt() {
    Observation seen = HandshakeProbe.run(target, fields, Limits.DEFAULT);
    boolean answered =
        !(seen.result() instanceof Observation.Result.Failed(Observation.Failure why, String _)
            && why == Observation.Failure.CONNECTION_REFUSED);
    if (seen.ending().isPresent()) {
      String end = seen.ending().get().describe();
      return new Attempt(false, answered, HopWords.of(seen) + ", and then " + end);
    }
    boolean agreed = !fields.has(SUBPROTOCOL) || hasSubprotocol(seen);
    if (!seen.opened() || !agreed) {
      String lack = seen.opened() ? ", without a subprotocol" : "";
      return new Attempt(false, answered, HopWords.of(seen) + lack);
    }
    return silence.isZero() ? new Attempt(true, true, HopWords.of(seen)) : silent();
  }

  private static boolean hasSubprotocol(Observation seen) {
    return seen.response().filter(answer -> answer.fields().has(SUBPROTOCOL)).isPresent();
  }

  private Attempt silent() {
    return HandshakeProbe.hold(target, fields, Limits.DEFAULT, silence)
        .ended()
        .map(how -> new Attempt(false, true, "it opens, and in silence it ends: " + how.describe()))
        .orElseGet(
            () ->
                new Attempt(
                    true,
                    true,
                    "it opens, and is open after %d s of silence".formatted(silence.toSeconds())));
  }

  /// An open socket, to be looked at.
  Opening open() {
    Instant end = Instant.now().plus(NGINX_LIMIT);
    Opening opening = LiveSocket.open(ProbeTarget.through(target), fields, Limits.DEFAULT);
    while (opening instanceof Opening.Failed && Instant.now().isBefore(end)) {
      LockSupport.parkNanos(POLL.toNanos());
      opening = LiveSocket.open(ProbeTarget.through(target), fields, Limits.DEFAULT);
    }
    return opening;
  }
}
