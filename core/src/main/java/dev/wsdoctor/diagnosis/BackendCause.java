package dev.wsdoctor.diagnosis;

import dev.wsdoctor.application.Recognition;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.probe.HopWords;
import dev.wsdoctor.probe.InvalidSwitch;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.probe.Observation.Failure;
import dev.wsdoctor.probe.Observation.Result;
import java.util.List;
import java.util.Optional;

/// Why a backend does not open a correct handshake that carries the fields nginx sends.
final class BackendCause {
  private static final String TLS_ALERT = "\u0015\u0003";

  private final Optional<Prediction> prediction;
  private final Observation front;
  private final Observation backend;

  BackendCause(Optional<Prediction> prediction, Observation front, Observation backend) {
    this.prediction = prediction;
    this.front = front;
    this.backend = backend;
  }

  Finding cause() {
    Finding cause =
        switch (backend.result()) {
          case Result.Opened() ->
              throw new IllegalArgumentException("the backend opens the socket");
          case Result.Refused(int status) -> refused(status);
          case Result.Failed(Failure failure, String message) -> failed(failure, message);
        };
    Finding told = cause.mendedBy(Fix.manual(advice(cause) + inApplication(cause.id())));
    return passLine().map(line -> told.at(Place.of(line.head()))).orElse(told);
  }

  private static String advice(Finding cause) {
    return cause.fix().map(Fix::advice).orElse("");
  }

  private Optional<Directive> passLine() {
    return prediction.flatMap(p -> p.subject().last().proxied()).map(Outcome.Proxied::by);
  }

  private Finding failed(Failure failure, String message) {
    return switch (failure) {
      case UNKNOWN_HOST, CONNECTION_REFUSED, UNREACHABLE, CONNECT_TIMEOUT ->
          error(
              "upstream-unreachable",
              0.97,
              "the backend %s is not reached: %s".formatted(backend.address(), message),
              "nginx answers 502 when it cannot connect to the upstream, 504 when it waits in vain.",
              "start the backend, or correct the address and port in proxy_pass; in a container localhost is the container itself");
      case NOT_HTTP -> speaksTls() ? scheme(message) : otherService(message);
      case TLS_FAILED -> ofAlert(message).orElseGet(() -> scheme(message));
      case CONNECTION_RESET, CLOSED_WITHOUT_ANSWER ->
          backend.session().isPresent() ? wantsCertificate(0.6, message) : scheme(message);
      case ANSWER_TIMEOUT, HEAD_TOO_LARGE ->
          error(
              "upstream-unreachable",
              0.8,
              "the backend %s takes the connection and does not answer the handshake: %s"
                  .formatted(backend.address(), message),
              "nginx waits for proxy_read_timeout and answers 504.",
              "look into the backend: it may be blocked, or speak another protocol on this port");
    };
  }

  /// What only a TLS server says (RFC 8446, 6.2, in the words of the JDK).
  private Optional<Finding> ofAlert(String message) {
    if (message.contains("unrecognized_name")) {
      return Optional.of(
          error(
              "upstream-tls-name",
              0.92,
              "the backend %s has no server of the name that it is asked for in TLS"
                  .formatted(backend.address()),
              "The name is that of proxy_pass, for a group the group's, unless proxy_ssl_name says otherwise.",
              "set proxy_ssl_name to a name that the backend serves"));
    }
    boolean certificate =
        message.contains("certificate_required") || message.contains("bad_certificate");
    return certificate ? Optional.of(wantsCertificate(0.9, message)) : Optional.empty();
  }

  /// Both sides may have agreed on TLS, so that the scheme is right: with TLS 1.3 the refusal comes
  /// behind the handshake.
  private Finding wantsCertificate(double confidence, String message) {
    return error(
        "access-refused",
        confidence,
        "the backend %s agrees to TLS and ends the connection: %s"
            .formatted(backend.address(), message),
        "A server that wants a certificate of who asks it (mutual TLS) does that; so does one that fails with the"
            + " request, which its log shows.",
        "give nginx a certificate that the backend trusts: proxy_ssl_certificate and proxy_ssl_certificate_key");
  }

  /// A TLS server answers plain bytes with an alert record (RFC 8446, 5.1).
  private boolean speaksTls() {
    return !backend.tls() && backend.head().startsWith(TLS_ALERT);
  }

  private Finding otherService(String message) {
    return error(
        "upstream-wrong-port",
        0.85,
        "what listens at %s speaks no HTTP: %s".formatted(backend.address(), message),
        "nginx answers 502 to what is no HTTP answer, or passes it on as HTTP/0.9.",
        "name the port of the application's socket server in proxy_pass");
  }

  private Finding scheme(String message) {
    boolean tls = backend.tls();
    return error(
        "upstream-scheme-mismatch",
        0.85,
        "%s is asked in %s and answers something else: %s"
            .formatted(backend.address(), tls ? "TLS" : "plain HTTP", message),
        "A TLS backend behind http:// answers 400 or closes, a plain one behind https:// fails the TLS handshake; nginx"
            + " answers 502.",
        tls
            ? "write http:// in proxy_pass"
            : "write https:// in proxy_pass, if the backend speaks TLS there");
  }

  private Finding refused(int status) {
    if (status == 101) {
      return InvalidSwitch.cause(backend)
          .saying("the backend's 101 is not valid: " + String.join("; ", backend.violations()))
          .because(List.of(HopWords.evidence(front), HopWords.evidence(backend)));
    }
    return new BackendRefusal(front, backend, status)
        .cause()
        .because(List.of(HopWords.evidence(front), HopWords.evidence(backend)));
  }

  /// What to do in the application, where it is known what that is.
  private String inApplication(String id) {
    Optional<String> settings = prediction.map(p -> p.subject().inApplication(id));
    return settings.filter(text -> !text.isEmpty()).orElseGet(() -> usualPaths(id));
  }

  private String usualPaths(String id) {
    return prediction
        .filter(_ -> id.equals("backend-path-mismatch"))
        .flatMap(p -> p.subject().application())
        .map(Recognition::profile)
        .filter(profile -> !profile.signs().sockets().isEmpty())
        .map(
            profile ->
                "; "
                    + profile
                    + " has its sockets at "
                    + String.join(" and ", profile.socketPaths()))
        .orElse("");
  }

  private Finding error(String id, double confidence, String summary, String why, String advice) {
    return Finding.of(id, Severity.ERROR, confidence, summary, why)
        .because(List.of(HopWords.evidence(front), HopWords.evidence(backend)))
        .mendedBy(Fix.manual(advice));
  }
}
