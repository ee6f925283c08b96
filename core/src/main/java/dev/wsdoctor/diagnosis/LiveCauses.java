package dev.wsdoctor.diagnosis;

import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.probe.BrokenPeer;
import dev.wsdoctor.probe.Ending;
import dev.wsdoctor.probe.HopWords;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.probe.Observation.Failure;
import dev.wsdoctor.probe.Observation.Result;
import dev.wsdoctor.probe.ProbeTarget;
import dev.wsdoctor.probe.StatusGuess;
import dev.wsdoctor.rule.CspForbidsSocket;
import dev.wsdoctor.rule.path.PathAsAsked;
import dev.wsdoctor.rule.selection.AccessRules;
import dev.wsdoctor.rule.selection.AuthAnswer;
import dev.wsdoctor.rule.selection.UpgradeInSubrequest;
import dev.wsdoctor.symptom.CauseStatuses;
import dev.wsdoctor.websocket.CloseFrame;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the probes of the live hops add to a prediction, or say where there is none.
///
/// Each backend is asked with the request that nginx is predicted to send, its handshake put right:
/// if it refuses that, the backend is the one that refuses; if it accepts, nginx sends something
/// else.
///
/// `page` is what its policy says of a socket that opens (see [LivePolicy]).
final class LiveCauses {
  private static final double POLICY_PROVED = 0.85;
  private static final double POLICY_LIKELY = 0.5;
  private static final double ONE_OF_SEVERAL = 0.8;

  /// The status of a handshake that got none.
  static final int NO_ANSWER = 0;

  private final Optional<Prediction> prediction;
  private final Observation front;
  private final List<Observation> backends;
  private final boolean logged;
  private final FrontCause answer;
  private final List<Finding> page;

  /// `logged`: nginx's error log tells why this very handshake failed.
  LiveCauses(
      Optional<Prediction> prediction,
      Observation front,
      List<Observation> backends,
      List<Finding> page,
      boolean logged) {
    this.logged = logged;
    this.prediction = prediction;
    this.front = front;
    this.backends = backends;
    this.page = page;
    this.answer = new FrontCause(front, prediction.filter(LiveCauses::hasListener).isPresent());
  }

  /// The predicted causes and the observed ones, ranked, each with what was seen.
  List<Finding> causes() {
    List<Finding> predicted = prediction.map(Prediction::causes).orElse(List.of());
    List<Finding> observed =
        Stream.of(
                observed(),
                subprotocol(),
                answer.certificate(),
                oneOfSeveral().stream().toList(),
                slowedDown().stream().toList(),
                page)
            .flatMap(List::stream)
            .toList();
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
    boolean policy = isFeared(cause) && cause.confidence() < POLICY_PROVED && isRefusedByPolicy();
    if (!cause.isError() && !policy) {
      return cause;
    }
    Finding seen = cause.seen(HopWords.evidence(front));
    return policy ? seen.weighing(Severity.ERROR, POLICY_PROVED) : seen;
  }

  /// An error, or what nginx has changed and about half of all servers compare: that the backend
  /// does, only its answer tells.
  private static boolean isFeared(Finding cause) {
    boolean compared =
        CauseStatuses.isPolicy(cause.id())
            && cause.severity() == Severity.WARNING
            && cause.confidence() >= POLICY_LIKELY;
    return cause.isError() || compared;
  }

  private boolean isRefusedByPolicy() {
    return backends.stream()
        .anyMatch(
            backend -> backend.result() instanceof Result.Refused(int status) && status == 403);
  }

  /// An error that the live socket contradicts is at most a warning: it will be one when this file
  /// is loaded. A policy that was feared and does not exist is only a note.
  private static Finding disproved(Finding cause) {
    boolean policy = CauseStatuses.isPolicy(cause.id());
    boolean ofBrowsersAlone = cause.id().equals(CspForbidsSocket.ID);
    if (ofBrowsersAlone || (!cause.isError() && !policy)) {
      return cause;
    }
    boolean sure = !policy && cause.confidence() >= POLICY_PROVED;
    return cause.weighing(sure ? Severity.WARNING : Severity.NOTE, cause.confidence() / 2);
  }

  private List<Finding> observed() {
    boolean failureSure = prediction.filter(Prediction::cannotOpen).isPresent();
    return switch (front.result()) {
      case Result.Opened() -> failureSure ? List.of(otherConfiguration()) : endedAtOnce();
      case Result.Refused(int status) ->
          failureSure || isPolicyPredicted(status) ? List.of() : refused(status);
      case Result.Failed(Failure failure, String message) -> failed(failure, message, failureSure);
    };
  }

  /// A policy is the backend's: where all backends open the handshake somebody else refuses.
  private boolean isPolicyPredicted(int status) {
    return status == 403
        && (backends.isEmpty() || isRefusedByPolicy())
        && prediction.stream()
            .flatMap(known -> known.causes().stream())
            .anyMatch(LiveCauses::isFeared);
  }

  /// nginx never writes a Close frame, and cuts a socket only for its silence: one that ends at
  /// once is ended by the backend, surely so where the backend does it directly too.
  private List<Finding> endedAtOnce() {
    boolean directly = backends.stream().anyMatch(backend -> backend.ending().isPresent());
    boolean kept =
        !backends.isEmpty() && !directly && backends.stream().allMatch(Observation::opened);
    Optional<Finding> subrequest =
        prediction
            .filter(_ -> kept && front.ending().isPresent())
            .flatMap(p -> UpgradeInSubrequest.ending(p.subject()));
    if (subrequest.isPresent()) {
      return List.of(subrequest.get().seen(HopWords.evidence(front)));
    }
    return front.ending().stream()
        .filter(how -> directly || how instanceof Ending.Closed || how instanceof Ending.Violated)
        .map(how -> closedByBackend(how, directly))
        .toList();
  }

  private Finding closedByBackend(Ending how, boolean directly) {
    if (how instanceof Ending.Violated) {
      return BrokenPeer.cause(how.describe(), HopWords.evidence(front));
    }
    return Finding.of(
            endedBecause(how),
            Severity.ERROR,
            directly ? 0.9 : 0.75,
            "the backend ends the socket right after the opening: " + how.describe(),
            "The handshake is right and nginx passes it on; the application ends the socket by itself, as for a missing"
                + " token or cookie, an origin that it does not like, or an error of its own.")
        .because(
            Stream.concat(Stream.of(front), backends.stream()).map(HopWords::evidence).toList())
        .mendedBy(
            Fix.manual(
                "read the application's own log at that moment; send what a browser sends (Cookie, Origin,"
                    + " Sec-WebSocket-Protocol) with -H, and try again"));
  }

  /// Some servers open every socket and tell the reason in the Close frame.
  private static String endedBecause(Ending how) {
    String reason =
        how instanceof Ending.Closed(CloseFrame frame, boolean _)
            ? frame.reason().toLowerCase(Locale.ROOT)
            : "";
    if (reason.contains("subprotocol") || reason.contains("sub-protocol")) {
      return "subprotocol-mismatch";
    }
    return reason.contains("origin") || reason.contains("host not allowed")
        ? "origin-rejected-by-backend"
        : "closed-by-backend";
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
      return subprotocol().isEmpty() ? List.of(answer.invalidSwitch()) : List.of();
    }
    return backends.isEmpty() ? List.of(byFront(status)) : byBackend(status).stream().toList();
  }

  private List<Finding> subprotocol() {
    return Subprotocol.of(front, backends).stream().toList();
  }

  /// No backend could be asked.
  private Finding byFront(int status) {
    boolean plainAnswer = status == 400 || status == 426 || status == 404 || status == 200;
    return intermediary()
        .filter(_ -> prediction.isPresent() && plainAnswer)
        .map(hop -> strips(hop, status, 0.6))
        .orElseGet(() -> guess(status));
  }

  private Finding guess(int status) {
    return new StatusGuess(front).guess(status).because(HopWords.evidence(front));
  }

  private Optional<Intermediary> intermediary() {
    return front.response().flatMap(Intermediary::of);
  }

  private Finding strips(Intermediary hop, int status, double confidence) {
    return Finding.of(
            "intermediary-strips-upgrade",
            Severity.ERROR,
            confidence,
            "%s in front answers %d, although nginx and its backend would open the socket"
                .formatted(hop.name(), status),
            "A CDN or load balancer that does not know WebSockets, or has them switched off, sends an ordinary"
                + " request on; nginx cannot pass on what it did not get.")
        .because(HopWords.evidence(front))
        .mendedBy(
            Fix.manual(
                "switch WebSockets on in %s, and try past it: the same check on the machine of nginx"
                    .formatted(hop.name())));
  }

  /// What nginx is known to change goes before what the client sends.
  private boolean isChangedByNginx() {
    return prediction.stream()
        .flatMap(known -> known.causes().stream())
        .filter(cause -> cause.severity() != Severity.NOTE)
        .map(Finding::id)
        .anyMatch(id -> CauseStatuses.isPolicy(id) && !id.equals("origin-rejected-by-backend"));
  }

  /// nginx is set up to pass the handshake on, and yet it fails: the backends tell why.
  private Optional<Finding> byBackend(int status) {
    Optional<Finding> cause =
        UpstreamTlsCause.of(prediction, backends)
            .or(() -> subrequest(status))
            .or(this::rewrittenPath)
            .or(() -> isChangedByNginx() ? Optional.empty() : DecidingField.cause(front, backends))
            .or(this::refusingBackend)
            .or(() -> prediction.flatMap(p -> AccessRules.refusal(p.subject(), status)))
            .or(() -> intermediary().map(hop -> strips(hop, status, 0.85)))
            .or(() -> opening(status));
    List<Evidence> seen =
        Stream.concat(Stream.of(front), backends.stream()).map(HopWords::evidence).toList();
    return cause.map(known -> known.because(seen));
  }

  /// Before any backend is to blame: what a backend refuses, nginx passes on as it is.
  private Optional<Finding> subrequest(int status) {
    boolean asBackend =
        backends.stream()
            .anyMatch(
                backend -> backend.result() instanceof Result.Refused(int own) && own == status);
    return asBackend
        ? Optional.empty()
        : prediction.flatMap(p -> AuthAnswer.cause(p.subject(), status));
  }

  private Optional<Finding> rewrittenPath() {
    return backends.stream()
        .filter(Observation::opened)
        .filter(backend -> backend.hop().equals(ProbeTarget.BACKEND_BY_CLIENT_PATH))
        .findFirst()
        .flatMap(_ -> prediction.flatMap(p -> PathAsAsked.cause(p.subject())));
  }

  private Optional<Finding> refusingBackend() {
    return backends.stream()
        .filter(backend -> !backend.opened())
        .findFirst()
        .map(backend -> new BackendCause(prediction, front, backend).cause());
  }

  /// All backends open the request that this file makes nginx send.
  private Optional<Finding> opening(int status) {
    return prediction.isEmpty()
        ? Optional.of(guess(status))
        : new OpeningBackend(prediction.get(), front, backends, logged).cause(status);
  }

  /// nginx takes the field out of the answer, so that only the backend itself shows it.
  private Optional<Finding> slowedDown() {
    return prediction
        .flatMap(p -> p.subject().last().proxied())
        .flatMap(
            hop ->
                backends.stream()
                    .flatMap(backend -> RateOfBackend.cause(hop, backend).stream())
                    .findFirst());
  }

  /// One of several servers fails: this handshake had the luck to go to another one.
  private Optional<Finding> oneOfSeveral() {
    boolean others = backends.stream().anyMatch(Observation::opened);
    return refusingBackend()
        .filter(_ -> others && front.opened())
        .map(
            cause ->
                cause.weighing(Severity.WARNING, Math.min(cause.confidence(), ONE_OF_SEVERAL)));
  }

  /// A request of wss that this file can only take in plain has no listener of its own here.
  private static boolean hasListener(Prediction prediction) {
    return !prediction.subject().target().tls() || prediction.subject().first().connection().tls();
  }

  private List<Finding> failed(Failure failure, String message, boolean failurePredicted) {
    return switch (failure) {
      case UNKNOWN_HOST -> List.of(answer.unknownHost(message));
      case CONNECTION_REFUSED, UNREACHABLE, CONNECT_TIMEOUT ->
          failurePredicted ? List.of() : List.of(answer.nobodyThere(message));
      case TLS_FAILED -> failurePredicted || logged ? List.of() : List.of(answer.noTls(message));
      case ANSWER_TIMEOUT, CLOSED_WITHOUT_ANSWER, CONNECTION_RESET, NOT_HTTP, HEAD_TOO_LARGE ->
          failurePredicted ? List.of() : noAnswer(message);
    };
  }

  private List<Finding> noAnswer(String message) {
    Optional<Finding> http2 = answer.speaksHttp2();
    if (http2.isPresent()) {
      return List.of(http2.get());
    }
    return backends.isEmpty() || prediction.isEmpty()
        ? List.of(answer.noAnswer(message))
        : byBackend(NO_ANSWER).stream().toList();
  }
}
