package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.Connection;
import dev.wsdoctor.nginx.Decision;
import dev.wsdoctor.nginx.FileView;
import dev.wsdoctor.nginx.Nginx;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What the configuration alone says of a URL: the hops it takes and the causes, ranked.
public record Prediction(Subject subject, List<Finding> causes) {
  private static final double SURE = 0.85;

  /// Causes of sockets that fail although the answer is a 101.
  private static final Set<String> AFTER_101 = Set.of("subprotocol-mismatch", "read-timeout-zero");

  public Prediction {
    causes = List.copyOf(causes);
  }

  /// Decides for the target what nginx of this version does with this configuration; `errors` is
  /// what `nginx -t` says of it, `extra` are fields that the client sends besides.
  public static Prediction of(
      Configuration configuration,
      NginxVersion version,
      List<ConfigurationError> errors,
      Target target,
      Fields extra,
      FileView files) {
    Nginx nginx = Nginx.of(configuration, version);
    return new Judged(configuration, version, errors, nginx).predict(target, extra, files);
  }

  /// The same prediction with what else has been found out about its causes.
  Prediction knowing(List<Finding> better) {
    return new Prediction(subject, better);
  }

  /// Whether the socket fails whatever the backend does; other errors depend on what the backend
  /// thinks of what it is sent.
  public boolean failsForSure() {
    return sureErrors().findAny().isPresent();
  }

  /// Whether a cause leaves no way to a 101.
  boolean cannotOpen() {
    return sureErrors().anyMatch(cause -> !AFTER_101.contains(cause.id()));
  }

  private Stream<Finding> sureErrors() {
    return causes.stream().filter(cause -> cause.isError() && cause.confidence() >= SURE);
  }

  /// What was judged, to ask it of another URL.
  Judged judged() {
    return new Judged(
        subject.configuration(), subject.version(), subject.errors(), subject.nginx());
  }

  /// Another URL of the same site as it comes in at this nginx, which may be at another port than
  /// the client dials.
  Target arriving(Target other) {
    Connection first = subject.first().connection();
    return first.tls() == other.tls() ? other.arrivingAt(first.port()) : other;
  }

  /// The decision that the client meets.
  public Decision decision() {
    return subject.first().decision();
  }

  /// Whether the request gets to a backend, so that somebody can answer it as it wants to be
  /// answered.
  boolean reachesBackend() {
    return subject.last().proxied().isPresent()
        || subject.last().isStream()
        || !subject.target().webSocket();
  }

  public boolean hasError() {
    return causes.stream().anyMatch(cause -> cause.severity() == Severity.ERROR);
  }
}
