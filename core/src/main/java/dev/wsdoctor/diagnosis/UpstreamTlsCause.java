package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.UpstreamTls;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.probe.Observation.Failure;
import dev.wsdoctor.probe.Observation.Result;
import dev.wsdoctor.probe.ProbeTarget;
import java.util.List;
import java.util.Optional;

/// Whether a TLS backend refuses nginx for the name that it is not sent, or nginx refuses the
/// backend's certificate: the backends are asked with TLS as nginx speaks it.
final class UpstreamTlsCause {
  private static final String NAME_TROUBLE = "expected a certificate for ";

  private final Outcome.Proxied proxied;
  private final UpstreamTls tls;
  private final List<Observation> backends;

  private UpstreamTlsCause(Outcome.Proxied proxied, UpstreamTls tls, List<Observation> backends) {
    this.proxied = proxied;
    this.tls = tls;
    this.backends = backends;
  }

  static Optional<Finding> of(Optional<Prediction> prediction, List<Observation> backends) {
    return prediction
        .flatMap(p -> p.subject().last().proxied())
        .flatMap(
            proxied ->
                UpstreamTls.of(proxied)
                    .flatMap(tls -> new UpstreamTlsCause(proxied, tls, backends).cause()))
        .map(cause -> cause.at(place(prediction)));
  }

  private static Place place(Optional<Prediction> prediction) {
    return Place.of(prediction.orElseThrow().subject().last().proxied().orElseThrow().by().head());
  }

  private Optional<Finding> cause() {
    boolean answersByName =
        backends.stream()
            .filter(seen -> seen.hop().equals(ProbeTarget.BACKEND_BY_NAME))
            .anyMatch(seen -> !endsTls(seen));
    if (answersByName) {
      return Optional.of(nameless());
    }
    return tls.verifies() && knowsAuthorities() ? refused() : Optional.empty();
  }

  /// A relative name is below nginx's prefix, which the probe does not know.
  private boolean knowsAuthorities() {
    return proxied
        .scope()
        .setting("proxy_ssl_trusted_certificate")
        .filter(file -> file.parameter().startsWith("/"))
        .isPresent();
  }

  private static boolean endsTls(Observation seen) {
    return seen.result() instanceof Result.Failed(Failure failure, String _)
        && failure == Failure.TLS_FAILED;
  }

  private Finding nameless() {
    List<String> line = List.of("proxy_ssl_server_name on;");
    return Finding.of(
            "upstream-tls-name",
            Severity.ERROR,
            0.95,
            "the backend answers in TLS only when it is asked for %s, and nginx sends no name"
                .formatted(tls.name().text()),
            "proxy_ssl_server_name is off unless it is set, so that a server of several names does not know which"
                + " one is meant.")
        .mendedBy(
            Fix.review(
                "send the name, which the probe has shown to work",
                List.of(Layout.after(proxied.by(), line))));
  }

  /// `proxy_ssl_verify` is on, and the certificate does not pass.
  private Optional<Finding> refused() {
    return backends.stream()
        .flatMap(seen -> seen.tlsTroubles().stream())
        .findFirst()
        .map(trouble -> trouble.startsWith(NAME_TROUBLE) ? wrongName(trouble) : untrusted(trouble));
  }

  private static Finding wrongName(String trouble) {
    return Finding.of(
            "upstream-tls-name",
            Severity.ERROR,
            0.92,
            "the backend's certificate is for another name: " + trouble,
            "With proxy_ssl_verify on the certificate must name proxy_ssl_name, which is the host of proxy_pass"
                + " unless it is set; nginx answers 502.")
        .mendedBy(Fix.manual("set proxy_ssl_name to a name that the backend's certificate has"));
  }

  private static Finding untrusted(String trouble) {
    return Finding.of(
            "upstream-tls-untrusted",
            Severity.ERROR,
            0.92,
            "nginx does not trust the backend's certificate: " + trouble,
            "With proxy_ssl_verify on the chain must end in proxy_ssl_trusted_certificate; nginx knows no other"
                + " authority and answers 502.")
        .mendedBy(
            Fix.manual(
                "name the authority of the backend's certificate in proxy_ssl_trusted_certificate"));
  }
}
