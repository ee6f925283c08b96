package dev.wsdoctor.diagnosis;

import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.probe.Observation.Failure;
import dev.wsdoctor.probe.Observation.Result;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the probes of the live hops add to a prediction, or say where there is none.
///
/// Each backend is asked with the request that nginx is predicted to send, its handshake put right:
/// if it refuses that, the backend is the one that refuses; if it accepts, nginx sends something
/// else.
final class LiveCauses {
  private static final double POLICY_PROVED = 0.85;

  private final Optional<Prediction> prediction;
  private final Observation front;
  private final List<Observation> backends;

  LiveCauses(Optional<Prediction> prediction, Observation front, List<Observation> backends) {
    this.prediction = prediction;
    this.front = front;
    this.backends = backends;
  }

  /// The predicted causes and the observed ones, ranked, each with what was seen.
  List<Finding> causes() {
    List<Finding> predicted = prediction.map(Prediction::causes).orElse(List.of());
    List<Finding> observed = Stream.concat(observed().stream(), certificate().stream()).toList();
    Stream<Finding> kept =
        front.opened()
            ? predicted.stream().map(LiveCauses::disproved)
            : predicted.stream().map(this::supported);
    Set<String> ids = observed.stream().map(Finding::id).collect(Collectors.toSet());
    return Stream.concat(observed.stream(), kept.filter(cause -> !ids.contains(cause.id())))
        .sorted(Finding.BY_WEIGHT)
        .toList();
  }

  /// An observed failure supports what was predicted; a 403 of the backend is what a policy that
  /// compares Host, Origin or scheme looks like.
  private Finding supported(Finding cause) {
    if (!cause.isError()) {
      return cause;
    }
    boolean policy = cause.confidence() < POLICY_PROVED && isRefusedByPolicy();
    Finding seen = cause.seen(HopWords.evidence(front));
    return policy ? seen.weighing(Severity.ERROR, POLICY_PROVED) : seen;
  }

  private boolean isRefusedByPolicy() {
    return backends.stream()
        .anyMatch(
            backend -> backend.result() instanceof Result.Refused(int status) && status == 403);
  }

  /// An error that the live socket contradicts is at most a warning: it will be one when this file
  /// is loaded. A policy that was feared and does not exist is only a note.
  private static Finding disproved(Finding cause) {
    if (!cause.isError()) {
      return cause;
    }
    boolean sure = cause.confidence() >= POLICY_PROVED;
    return cause.weighing(sure ? Severity.WARNING : Severity.NOTE, cause.confidence() / 2);
  }

  private List<Finding> observed() {
    boolean failureSure = prediction.filter(Prediction::failsForSure).isPresent();
    return switch (front.result()) {
      case Result.Opened() -> failureSure ? List.of(otherConfiguration()) : List.of();
      case Result.Refused(int status) ->
          failureSure || isPolicyPredicted(status) ? List.of() : refused(status);
      case Result.Failed(Failure failure, String message) -> failed(failure, message, failureSure);
    };
  }

  private boolean isPolicyPredicted(int status) {
    return status == 403 && prediction.filter(Prediction::hasError).isPresent();
  }

  private Finding otherConfiguration() {
    return Finding.of(
            "config-not-loaded",
            Severity.WARNING,
            0.85,
            "the socket opens, although by this file it cannot: what runs is not this file",
            "nginx keeps the configuration it has loaded until a reload succeeds, and another file or prefix may be in"
                + " force.")
        .because(HopWords.evidence(front))
        .mendedBy(
            Fix.manual(
                "compare this file with nginx -T of the running nginx before the next reload"));
  }

  private List<Finding> refused(int status) {
    if (status == 101) {
      return List.of(invalidSwitch());
    }
    if (prediction.isEmpty() && backends.isEmpty()) {
      return List.of(new StatusGuess(front).cause(status));
    }
    return List.of(backends.isEmpty() ? new StatusGuess(front).cause(status) : byBackend(status));
  }

  private Finding invalidSwitch() {
    boolean accept =
        front.violations().stream().anyMatch(sentence -> sentence.contains("Sec-WebSocket-Accept"));
    return Finding.of(
            accept ? "accept-invalid" : "upgrade-response-hidden",
            Severity.ERROR,
            0.9,
            "the answer is 101, but " + String.join("; ", front.violations()),
            "A client fails the connection when Upgrade, Connection or Sec-WebSocket-Accept of the 101 are not what"
                + " RFC 6455, 4.1 asks for.")
        .because(HopWords.evidence(front))
        .mendedBy(
            Fix.manual(
                "look for a hop that answers or caches the handshake itself, or hides response fields"));
  }

  /// nginx is set up to pass the handshake on, and yet it fails: the backends tell why.
  private Finding byBackend(int status) {
    Finding cause =
        backends.stream()
            .filter(backend -> !backend.opened())
            .findFirst()
            .map(backend -> new BackendCause(prediction, front, backend).cause())
            .orElseGet(() -> staleNginx(status));
    List<Evidence> seen =
        Stream.concat(Stream.of(front), backends.stream()).map(HopWords::evidence).toList();
    return cause.because(seen);
  }

  /// The backend opens the very request that this file makes nginx send, and nginx still fails.
  private Finding staleNginx(int status) {
    if (prediction.isEmpty()) {
      return new StatusGuess(front).cause(status);
    }
    return Finding.of(
            "config-not-loaded",
            Severity.ERROR,
            0.85,
            "by this file the socket opens, and the backend opens it directly, but nginx answers %d: what runs is not this file"
                .formatted(status),
            "nginx keeps the configuration it has loaded until a reload succeeds; another file, prefix or container may"
                + " be in force, or another hop in front answers.")
        .mendedBy(
            Fix.manual(
                "run nginx -t, then reload, and compare with nginx -T of the running nginx"));
  }

  private List<Finding> failed(Failure failure, String message, boolean failurePredicted) {
    return switch (failure) {
      case UNKNOWN_HOST -> List.of(unknownHost(message));
      case CONNECTION_REFUSED, UNREACHABLE, CONNECT_TIMEOUT ->
          failurePredicted ? List.of() : List.of(nobodyThere(message));
      case TLS_FAILED -> failurePredicted ? List.of() : List.of(noTls(message));
      case ANSWER_TIMEOUT, CLOSED_WITHOUT_ANSWER, CONNECTION_RESET, NOT_HTTP, HEAD_TOO_LARGE ->
          failurePredicted ? List.of() : List.of(noAnswer(message));
    };
  }

  private Finding unknownHost(String message) {
    return Finding.of(
            "client-url-mismatch",
            Severity.ERROR,
            0.95,
            message,
            "The name has to lead to the machine of nginx before anything else can be wrong.")
        .mendedBy(
            Fix.manual("check the spelling of the host, and its DNS record or /etc/hosts line"));
  }

  private Finding nobodyThere(String message) {
    boolean listens = prediction.isPresent();
    return Finding.of(
            listens ? "config-not-loaded" : "client-url-mismatch",
            Severity.ERROR,
            0.9,
            listens
                ? message + " This file has a listener there, so nginx does not run it."
                : message,
            "A connection that is refused or times out never reaches nginx: it is not running, not listening there, or a"
                + " firewall is in between.")
        .because(HopWords.evidence(front))
        .mendedBy(
            Fix.manual(
                "see whether nginx runs (systemctl status nginx), which ports it holds (ss -ltnp), and whether nginx -t is content"));
  }

  private Finding noTls(String message) {
    return Finding.of(
            "tls-listener-missing",
            Severity.ERROR,
            0.85,
            message,
            "wss begins with a TLS handshake; without it no request is read.")
        .because(HopWords.evidence(front))
        .mendedBy(
            Fix.manual("add ssl and a certificate to the listen of this name, or open ws://"));
  }

  private Finding noAnswer(String message) {
    if (!backends.isEmpty() && prediction.isPresent()) {
      return byBackend(0);
    }
    return Finding.of(
            "client-url-mismatch",
            Severity.ERROR,
            0.6,
            message,
            "What listens there does not answer a handshake as an HTTP server does.")
        .because(HopWords.evidence(front))
        .mendedBy(
            Fix.manual(
                "check host and port of the URL; give the configuration with -c to look further"));
  }

  private List<Finding> certificate() {
    if (front.tlsTroubles().isEmpty()) {
      return List.of();
    }
    return List.of(
        Finding.of(
                "tls-weak",
                Severity.WARNING,
                0.8,
                String.join("; ", front.tlsTroubles()),
                "A browser refuses the socket without asking when it does not trust the certificate, and shows 1006 only.")
            .because(HopWords.evidence(front))
            .mendedBy(
                Fix.manual("serve a certificate that is valid for this name, with its chain")));
  }
}
