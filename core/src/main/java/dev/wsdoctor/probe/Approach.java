package dev.wsdoctor.probe;

import dev.wsdoctor.probe.Observation.Failure;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.util.Optional;

/// Gets to a hop, through TLS where it has a name for that, and hands the open connection on.
final class Approach {
  private final ProbeTarget target;
  private final Limits limits;
  private final Deadline overall;
  private final Trace trace;

  Approach(ProbeTarget target, Limits limits, Deadline overall, Trace trace) {
    this.target = target;
    this.limits = limits;
    this.overall = overall;
    this.trace = trace;
  }

  /// What is said over the connection, which is closed afterwards.
  interface Talk<T> {
    T over(Wire wire) throws IOException;
  }

  <T> T talk(Talk<T> talk) throws IOException {
    try (Wire plain = new Dial(limits, overall, trace).connect(target.endpoint())) {
      Optional<ProbeTls> tls = target.secured();
      if (tls.isEmpty()) {
        return talk.over(plain);
      }
      try (TlsWire secure = secure(plain, tls.get())) {
        return talk.over(secure);
      }
    }
  }

  private TlsWire secure(Wire plain, ProbeTls tls) throws IOException {
    TlsWire wire = new TlsWire(plain, Tls.engine(tls.indicated()));
    Deadline deadline = overall.within(limits.tls());
    try {
      trace.timed(
          "tls",
          () -> {
            wire.open(deadline);
            return wire;
          });
    } catch (SocketTimeoutException e) {
      ProbeFailure failure =
          new ProbeFailure(
              Failure.TLS_FAILED,
              "the server did not finish the TLS handshake within %s; check that this port serves TLS"
                  .formatted(deadline.describe()));
      failure.initCause(e);
      throw failure;
    }
    trace.session(wire.session(), TlsTroubles.of(wire, tls, Instant.now()));
    return wire;
  }
}
