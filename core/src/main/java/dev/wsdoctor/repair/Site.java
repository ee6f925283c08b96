package dev.wsdoctor.repair;

import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.HandshakeProbe;
import dev.wsdoctor.probe.HandshakeProbe.Held;
import dev.wsdoctor.probe.Limits;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.probe.PageProbe;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The URL that is to open, asked with these fields, and ordinary pages beside it.
public record Site(Target target, Fields extraFields, List<Target> pages) {
  public Site {
    pages = List.copyOf(pages);
  }

  /// What answers now, through the live listener.
  public Answers ask() {
    return new Answers(socket(), statuses(pages));
  }

  private String socket() {
    return target.webSocket()
        ? words(HandshakeProbe.run(target, extraFields, Limits.DEFAULT))
        : PageProbe.status(target, Limits.DEFAULT).map(Object::toString).orElse("no answer");
  }

  static List<Answers.Page> statuses(List<Target> pages) {
    return pages.stream()
        .flatMap(
            page ->
                PageProbe.status(page, Limits.DEFAULT)
                    .map(status -> new Answers.Page(page, status))
                    .stream())
        .toList();
  }

  /// Opens the socket and holds it; what went wrong, if anything did.
  Optional<String> trouble(Duration hold) {
    if (!target.webSocket()) {
      return PageProbe.status(target, Limits.DEFAULT).isPresent()
          ? Optional.empty()
          : Optional.of(target + " does not answer");
    }
    Held held = HandshakeProbe.hold(target, extraFields, Limits.DEFAULT, hold);
    return held.opening().opened()
        ? held.ended().map(how -> target + " opened and was closed again: " + how.describe())
        : Optional.of(target + " does not open: " + words(held.opening()));
  }

  private static String words(Observation seen) {
    return switch (seen.result()) {
      case Observation.Result.Opened() -> "101";
      case Observation.Result.Refused(int status) -> Integer.toString(status);
      case Observation.Result.Failed(var _, String message) -> message;
    };
  }
}
