package dev.wsdoctor.probe;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.Observation.TlsSession;
import dev.wsdoctor.probe.Tls.Offer;
import dev.wsdoctor.probe.TlsReport.Attempt;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks at the TLS side of a wss URL: the handshake, the chain, and what other offers change.
public final class TlsProbe {
  private static final int PLAIN_HTTP = 80;
  private static final Duration SOON = Duration.ofDays(14);

  private final Target target;
  private final Approach approach;
  private final String name;

  private TlsProbe(Target target, Approach approach) {
    this.target = target;
    this.approach = approach;
    this.name = approach.target().tlsName().orElse(target.host());
  }

  /// Probes a hop that speaks TLS; `now` is the time that certificates are judged at.
  public static TlsReport run(Target target, Approach approach, Instant now) {
    return new TlsProbe(target, approach).report(now);
  }

  /// What a TLS handshake gave, or the sentence that says why it failed.
  private record Shaken(
      Optional<TlsSession> session, List<X509Certificate> chain, boolean stapled, String failure) {
    String outcome() {
      return session
          .map(
              agreed ->
                  "%s, ALPN %s, %s"
                      .formatted(
                          agreed.protocol(),
                          agreed.alpn().isEmpty() ? "none" : agreed.alpn(),
                          chain.stream()
                              .map(one -> one.getSubjectX500Principal().getName())
                              .findFirst()
                              .orElse("no certificate")))
          .orElse(failure);
    }
  }

  private TlsReport report(Instant now) {
    Observation handshake = approach.handshake();
    Offer usual = Offer.of(name, approach.way().certificate());
    Shaken shaken = shake(usual);
    Shaken nameless = shake(usual.withoutName());
    Optional<Observation> plain = plain();
    List<Finding> causes = new ArrayList<>();
    if (!handshake.tlsTroubles().isEmpty()) {
      causes.add(TlsFindings.weak(handshake.tlsTroubles()));
    }
    return new TlsReport(
        target,
        handshake,
        shaken.chain().stream().map(CertificateView::of).toList(),
        shaken.stapled(),
        attempts(usual, nameless),
        plain,
        remarks(shaken, nameless, plain, now),
        causes);
  }

  private List<Attempt> attempts(Offer usual, Shaken nameless) {
    List<Attempt> tried = new ArrayList<>();
    tried.add(new Attempt("TLS 1.3 only", shake(usual.version("TLSv1.3")).outcome()));
    tried.add(new Attempt("TLS 1.2 only", shake(usual.version("TLSv1.2")).outcome()));
    tried.add(
        new Attempt(
            "ALPN h2, http/1.1 as for a page", shake(usual.offering("h2", "http/1.1")).outcome()));
    tried.add(new Attempt("without ALPN", shake(usual.offering()).outcome()));
    tried.add(new Attempt("without SNI", nameless.outcome()));
    return tried;
  }

  private Shaken shake(Offer offer) {
    Deadline overall = Deadline.in(approach.limits().overall());
    Trace trace = new Trace(approach.target(), new Request("", "", "", Fields.NONE));
    Dial dial = new Dial(approach.limits(), overall, trace);
    try (Wire plain = dial.connect(approach.target().endpoint(), approach.way().proxy());
        TlsWire wire = new TlsWire(plain, Tls.engine(offer))) {
      wire.open(overall.within(approach.limits().tls()));
      return new Shaken(Optional.of(wire.session()), wire.certificates(), wire.isStapled(), "");
    } catch (IOException e) {
      return new Shaken(
          Optional.empty(), List.of(), false, "failed: " + String.valueOf(e.getMessage()));
    }
  }

  /// The same path over plain HTTP on port 80, where a user who types no scheme ends; only for the
  /// usual ports.
  private Optional<Observation> plain() {
    if (!target.hasDefaultPort() || !(approach.target().endpoint() instanceof Endpoint.Tcp tcp)) {
      return Optional.empty();
    }
    Target unsafe = new Target(true, false, target.host(), PLAIN_HTTP, target.requestTarget());
    ProbeTarget hop =
        ProbeTarget.through(unsafe).dialling(new Endpoint.Tcp(tcp.host(), PLAIN_HTTP));
    return Optional.of(
        new Approach(hop, approach.extra(), approach.limits(), approach.way()).handshake());
  }

  private List<String> remarks(
      Shaken shaken, Shaken nameless, Optional<Observation> plain, Instant now) {
    List<String> found = new ArrayList<>();
    found.add(sni(shaken, nameless));
    hostAgainstSni().ifPresent(found::add);
    shaken.chain().stream().findFirst().ifPresent(own -> expiry(own, now).ifPresent(found::add));
    plain.ifPresent(seen -> found.add(plainSentence(seen)));
    return found;
  }

  private String sni(Shaken shaken, Shaken nameless) {
    if (ServerName.indication(name).isEmpty()) {
      return "no name was sent in SNI, because '%s' is an address (RFC 6066, 3)".formatted(name);
    }
    if (nameless.session().isEmpty()) {
      return "without SNI the server refuses the handshake: clients that send none cannot connect";
    }
    return shaken.chain().equals(nameless.chain())
        ? "without SNI the same certificate comes: it is that of the default server"
        : "without SNI another certificate comes, so the name '%s' has a server of its own"
            .formatted(name);
  }

  private Optional<String> hostAgainstSni() {
    Fields asked = approach.target().fields().replacing(approach.extra());
    return asked
        .first("Host")
        .filter(host -> !host.replaceFirst(":[0-9]+$", "").equalsIgnoreCase(name))
        .filter(host -> !ServerName.indication(name).isEmpty())
        .map(
            host ->
                "SNI says '%s' and Host says '%s': nginx takes the certificate of the one and the server of the other"
                    .formatted(name, host));
  }

  private static Optional<String> expiry(X509Certificate own, Instant now) {
    Instant until = own.getNotAfter().toInstant();
    long days = Duration.between(now, until).toDays();
    if (now.isAfter(until)) {
      return Optional.empty();
    }
    return Optional.of(
        "the certificate is valid for %d more days%s"
            .formatted(days, now.plus(SOON).isAfter(until) ? "; renew it now" : ""));
  }

  private String plainSentence(Observation seen) {
    Optional<String> location =
        seen.response().map(Response::fields).orElse(Fields.NONE).first("Location");
    if (location.isPresent()) {
      return "plain HTTP redirects the path to %s; a page loads that way, a socket opened as ws:// does not"
          .formatted(location.get());
    }
    return seen.opened()
        ? "the socket also opens without TLS, as ws://: what it carries can be read on the way"
        : "ws:// without TLS does not open: " + PlainWords.of(seen);
  }
}
