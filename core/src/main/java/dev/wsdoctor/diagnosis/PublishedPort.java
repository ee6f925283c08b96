package dev.wsdoctor.diagnosis;

import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.probe.Limits;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.probe.Probes;
import dev.wsdoctor.rule.Hop;
import java.util.List;
import java.util.regex.Pattern;

/// The port of a URL that the configuration does not listen on, where an nginx answers all the
/// same: a container publishes another port than the one its nginx listens on, or a router does.
final class PublishedPort {
  private static final Pattern NGINX =
      Pattern.compile("(?i)(nginx|openresty|tengine|angie|freenginx).*");

  private PublishedPort() {}

  /// Whether it is one: only of a configuration that was named, since the one that runs here
  /// listens for itself, and only where the hop may be asked.
  static boolean isOne(CheckRequest request, Prediction predicted) {
    boolean named =
        request.configuration() instanceof ConfigurationSource.File
            || request.configuration() instanceof ConfigurationSource.Dump;
    return named
        && !request.offline()
        && request.target().webSocket()
        && isUnserved(request.target(), predicted.subject().first())
        && nginxAnswers(request);
  }

  static String remark(Target target, Prediction predicted) {
    return "no server of this file listens on port %d: judged as if that port were passed on to %d, as the published port of a container is"
        .formatted(target.port(), predicted.subject().first().connection().port());
  }

  private static boolean isUnserved(Target target, Hop first) {
    return first.decision().outcome() instanceof Outcome.NotListening
        || (target.tls() && !first.connection().tls());
  }

  private static boolean nginxAnswers(CheckRequest request) {
    Observation front =
        Probes.run(request.target(), request.extraFields(), List.of(), Limits.DEFAULT).getFirst();
    return front.response().stream()
        .flatMap(response -> response.fields().first("Server").stream())
        .anyMatch(server -> NGINX.matcher(server).matches());
  }
}
