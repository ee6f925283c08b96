package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// An answer that never ends, such as server-sent events, is held back until a buffer is full.
///
/// Long polling is not concerned: each of its answers ends.
final class ResponseBuffered implements Rule {
  /// Words that name the transport.
  private static final Set<String> STREAMS =
      Set.of("sse", "eventstream", "event-stream", "eventsource", "xhr_streaming", "htmlfile");

  /// Words that streams and ordinary resources are both called by.
  private static final Set<String> PERHAPS =
      Set.of("event", "events", "stream", "streaming", "subscribe");

  @Override
  public String id() {
    return "response-buffered";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return subject
        .proxied()
        .filter(ResponseBuffered::isBuffered)
        .flatMap(hop -> finding(subject, hop).stream())
        .limit(1)
        .toList();
  }

  private static boolean isBuffered(Outcome.Proxied hop) {
    return hop.scope()
        .setting("proxy_buffering")
        .filter(line -> line.parameter().equalsIgnoreCase("off"))
        .isEmpty();
  }

  private Optional<Finding> finding(Subject subject, Outcome.Proxied hop) {
    if (subject.target().webSocket()) {
      return SessionTransport.of(subject.target())
          .filter(ResponseBuffered::mayStream)
          .map(
              used ->
                  finding(hop, Severity.NOTE, 0.25, "the streaming fallback of " + used.name()));
    }
    if (asksForEvents(subject) || names(subject, STREAMS)) {
      return Optional.of(finding(hop, Severity.ERROR, 0.75, "the event stream"));
    }
    return names(subject, PERHAPS)
        ? Optional.of(finding(hop, Severity.WARNING, 0.5, "a stream of events"))
        : Optional.empty();
  }

  /// A SignalR client that has not negotiated has no fallback.
  private static boolean mayStream(SessionTransport used) {
    return used.streams() && used.part() != SessionTransport.Part.FOLLOWS;
  }

  private static boolean asksForEvents(Subject subject) {
    return subject.first().request().fields().hasMember("Accept", "text/event-stream")
        || subject.target().requestTarget().contains("transport=serverSentEvents");
  }

  private static boolean names(Subject subject, Set<String> words) {
    return Stream.of(subject.target().path().toLowerCase(Locale.ROOT).split("/"))
        .anyMatch(words::contains);
  }

  private Finding finding(Outcome.Proxied hop, Severity severity, double confidence, String what) {
    Optional<Directive> on = hop.scope().setting("proxy_buffering");
    return Finding.of(
            id(),
            severity,
            confidence,
            "%s is held back in %s by proxy_buffering".formatted(what, HandshakeRules.title(hop)),
            "With proxy_buffering on, which is the default, nginx sends a part of an answer only when a buffer is full"
                + " or the answer ends, unless the backend says X-Accel-Buffering: no. A tunnel is not buffered.")
        .at(on.map(line -> Place.of(line.head())).orElseGet(() -> HandshakeRules.place(hop)))
        .mendedBy(
            Fix.review(
                "send each part as it comes",
                LocationSetting.edits(hop, "proxy_buffering", "off")));
  }

  @Override
  public boolean concernsPages() {
    return true;
  }
}
