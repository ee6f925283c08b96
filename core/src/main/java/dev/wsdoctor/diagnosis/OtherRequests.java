package dev.wsdoctor.diagnosis;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.FileView;
import dev.wsdoctor.nginx.Nginx;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Value;
import dev.wsdoctor.rule.Hop;
import dev.wsdoctor.rule.SocketSign;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Holds a fix to its promise that no other request changes: what becomes of ordinary requests is
/// decided before and after it. What differs is said, and the fix is one to look at.
final class OtherRequests {
  private static final int MOST_NAMED = 3;

  private OtherRequests() {}

  /// The cause with the promise of its fix taken back where it does not hold.
  static Finding held(Finding cause, Prediction before, Prediction after) {
    Optional<Fix> promising = cause.fix().filter(fix -> fix.safety() == Fix.Safety.SAFE);
    return promising
        .flatMap(
            fix ->
                difference(before, after).map(said -> Fix.review(fix.advice() + said, fix.edits())))
        .map(cause::mendedBy)
        .orElse(cause);
  }

  private static Optional<String> difference(Prediction before, Prediction after) {
    return pages(before)
        .flatMap(
            page -> difference(page, before.subject().nginx(), after.subject().nginx()).stream())
        .findFirst();
  }

  /// The URL itself, asked for as a page, and what else its server has.
  private static Stream<Target> pages(Prediction prediction) {
    Target socket = prediction.subject().target();
    Target same =
        new Target(false, socket.tls(), socket.host(), socket.port(), socket.requestTarget());
    return Stream.concat(Stream.of(same), Pages.of(prediction).stream()).map(prediction::arriving);
  }

  private static Optional<String> difference(Target page, Nginx before, Nginx after) {
    List<Hop> then = Route.of(before, page, Fields.NONE, FileView.EMPTY);
    List<Hop> now = Route.of(after, page, Fields.NONE, FileView.EMPTY);
    List<String> gone = without(traits(then), traits(now));
    List<String> come = without(traits(now), traits(then));
    return isForSockets(now) || (gone.isEmpty() && come.isEmpty())
        ? Optional.empty()
        : Optional.of(
            "; an ordinary request for %s then has %s".formatted(page.path(), words(come, gone)));
  }

  private static boolean isForSockets(List<Hop> hops) {
    return hops.stream()
        .flatMap(hop -> hop.decision().location().stream())
        .anyMatch(SocketSign::isAlone);
  }

  private static List<String> without(List<String> all, List<String> others) {
    return all.stream().filter(one -> !others.contains(one)).toList();
  }

  private static String words(List<String> come, List<String> gone) {
    if (come.isEmpty()) {
      return "no more " + list(gone);
    }
    return gone.isEmpty() ? list(come) : list(come) + " instead of " + list(gone);
  }

  private static String list(List<String> traits) {
    return traits.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
  }

  private static List<String> traits(List<Hop> hops) {
    return hops.stream().flatMap(hop -> traits(hop.decision().outcome()).stream()).toList();
  }

  private static List<String> traits(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Proxied proxied -> traits(proxied);
      case Outcome.Answered(int status, Optional<Value> location, var _, var _) ->
          List.of("the answer " + (status + " " + location.map(Value::text).orElse("")).strip());
      case Outcome.Static(Value path, int status, var _) ->
          List.of("the answer %d of the file %s".formatted(status, path.text()));
      case Outcome.Handled(String module, var _) -> List.of("the handler " + module);
      case Outcome.Closed _ -> List.of("its connection closed");
      case Outcome.NotListening _, Outcome.WrongProtocol _, Outcome.NotLoaded _ ->
          List.of("no answer");
    };
  }

  private static List<String> traits(Outcome.Proxied proxied) {
    List<String> traits = new ArrayList<>();
    traits.add(proxied.sent().method() + " " + proxied.sent().target().text());
    traits.add(proxied.sent().version() + " upstream");
    proxied
        .sent()
        .fields()
        .forEach(field -> traits.add(field.name() + ": " + field.value().text()));
    traits.add(
        "%s:%s as its upstream".formatted(proxied.target().host().text(), proxied.target().port()));
    Duration silence = proxied.tunnel().readTimeout().value();
    traits.add("a proxy_read_timeout of " + silence.toSeconds() + " s");
    return traits;
  }
}
