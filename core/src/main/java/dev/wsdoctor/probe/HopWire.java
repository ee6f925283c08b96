package dev.wsdoctor.probe;

import dev.wsdoctor.probe.Observation.Failure;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.util.Optional;

/// Gets to a hop: through the proxy that the user names, and through TLS where the hop has a name
/// for that.
final class HopWire {
  private final ProbeTarget target;
  private final Limits limits;
  private final Way way;
  private final Deadline overall;
  private final Trace trace;

  HopWire(ProbeTarget target, Limits limits, Way way, Deadline overall, Trace trace) {
    this.target = target;
    this.limits = limits;
    this.way = way;
    this.overall = overall;
    this.trace = trace;
  }

  Wire open() throws IOException {
    Wire plain = new Dial(limits, overall, trace).connect(target.endpoint(), way.proxy());
    Optional<ProbeTls> tls = target.secured();
    if (tls.isEmpty()) {
      return plain;
    }
    try {
      return secure(plain, tls.get());
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  private TlsWire secure(Wire plain, ProbeTls tls) throws IOException {
    TlsWire wire = new TlsWire(plain, Tls.engine(Tls.Offer.of(tls.indicated(), way.certificate())));
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
