package dev.wsdoctor.diagnosis;

import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.FileView;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.VirtualServer;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.SocketSign;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What else of the same site fails while the tested URL works: other locations of the server that
/// are made for sockets. A page that only looks like one is left alone.
///
/// For the tested URL these are warnings: it works, and for other clients the application does not.
final class Siblings {
  private static final int MOST_TRIED = 8;
  private static final int MOST_NAMED = 3;

  /// Less than what the tested URL itself is warned of.
  private static final double SURENESS = 0.5;

  private final Prediction prediction;
  private final FileView files;

  Siblings(Prediction prediction, FileView files) {
    this.prediction = prediction;
    this.files = files;
  }

  List<Finding> failing() {
    return Stream.concat(locations(), new Companions(prediction, files).failing())
        .limit(MOST_NAMED)
        .toList();
  }

  private Stream<Finding> locations() {
    return prediction.decision().server().stream()
        .flatMap(
            server ->
                server
                    .everyLocation()
                    .filter(SocketSign::isOutright)
                    .filter(
                        location -> !isTested(location) && !SocketLocations.isInternal(location))
                    .flatMap(location -> url(server, location).stream())
                    .limit(MOST_TRIED)
                    .flatMap(url -> failure(url).stream()));
  }

  private boolean isTested(Location location) {
    return prediction.decision().location().filter(location::equals).isPresent();
  }

  private Optional<Target> url(VirtualServer server, Location location) {
    Target tested = prediction.subject().target();
    return LocationUrl.of(prediction.subject().nginx(), server, location)
        .map(
            url ->
                new Target(true, tested.tls(), tested.host(), tested.port(), url.requestTarget()))
        .filter(url -> !url.equals(tested));
  }

  private Optional<Finding> failure(Target url) {
    Prediction sibling = prediction.judged().predict(prediction.arriving(url), Fields.NONE, files);
    return sibling.failsForSure()
        ? sibling.causes().stream()
            .limit(1)
            .filter(cause -> !LocationUrl.isBlamedBy(cause))
            .map(cause -> named(url, cause))
            .findFirst()
        : Optional.empty();
  }

  private static Finding named(Target url, Finding cause) {
    String summary = "%s, of the same site, fails: %s".formatted(url, cause.summary());
    List<Place> places = cause.places().stream().limit(1).toList();
    return Finding.of(cause.id(), Severity.WARNING, SURENESS, summary, cause.why())
        .at(places)
        .because(
            Evidence.config("'wsdoctor check " + url + "' says more, 'wsdoctor fix' mends it"));
  }
}
