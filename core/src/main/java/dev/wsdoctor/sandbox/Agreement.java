package dev.wsdoctor.sandbox;

import dev.wsdoctor.http.Request;
import dev.wsdoctor.nginx.Decision;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.ProxyTarget;
import dev.wsdoctor.nginx.Sent;
import dev.wsdoctor.nginx.Upstream;
import dev.wsdoctor.nginx.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// Whether a prediction and what nginx did in the sandbox agree; each difference is one sentence.
public record Agreement(List<String> differences) {
  public Agreement {
    differences = List.copyOf(differences);
  }

  public boolean holds() {
    return differences.isEmpty();
  }

  /// Compares them as far as the prediction claims to know; a confirmation that could not be made
  /// contradicts nothing.
  public static Agreement of(Decision decision, Confirmation confirmation) {
    return switch (confirmation) {
      case Confirmation.NotConfirmable _ -> new Agreement(List.of());
      case Confirmation.DoesNotLoad(var error) ->
          decision.outcome() instanceof Outcome.NotLoaded
              ? new Agreement(List.of())
              : new Agreement(
                  List.of(
                      "predicted that the configuration loads, but nginx refuses it: " + error));
      case Confirmation.Ran ran -> new Agreement(differences(decision, ran));
    };
  }

  private static List<String> differences(Decision decision, Confirmation.Ran ran) {
    List<RecordedRequest> requests =
        ran.received().stream().filter(request -> !request.authorization()).toList();
    return switch (decision.outcome()) {
      case Outcome.Proxied proxied -> proxied(decision, proxied, requests, ran);
      case Outcome.Answered answered -> answered(answered, requests, ran);
      case Outcome.Static(Value _, int status, var _) -> alone(status, requests, ran);
      case Outcome.Handled(String module, var _) -> handled(module, requests, ran);
      case Outcome.Closed _ ->
          ran.answer().isEmpty()
              ? List.of()
              : List.of("predicted no answer, but nginx answered " + ran.status());
      case Outcome.WrongProtocol(boolean listenerIsTls, var _) ->
          listenerIsTls ? alone(400, requests, ran) : noTls(ran);
      case Outcome.NotListening _ ->
          List.of("predicted that nobody listens, but nginx accepted the connection");
      case Outcome.NotLoaded _ ->
          List.of("predicted that the configuration does not load, but nginx runs it");
    };
  }

  private static List<String> noTls(Confirmation.Ran ran) {
    return ran.answer().isEmpty()
        ? List.of()
        : List.of(
            "predicted that TLS fails on a plain listener, but nginx answered " + ran.status());
  }

  private static List<String> alone(
      int status, List<RecordedRequest> requests, Confirmation.Ran ran) {
    List<String> differences = new ArrayList<>();
    compare("status", Integer.toString(status), Integer.toString(ran.status()), differences);
    for (RecordedRequest request : requests) {
      differences.add(
          "predicted that nginx answers alone, but it asked %s: %s"
              .formatted(request.peer(), request.request().line()));
    }
    return differences;
  }

  private static List<String> answered(
      Outcome.Answered answered, List<RecordedRequest> requests, Confirmation.Ran ran) {
    List<String> differences = new ArrayList<>(alone(answered.status(), requests, ran));
    if (answered.location().orElse(null) instanceof Value.Known(String location)) {
      String found = ran.answer().flatMap(a -> a.fields().first("Location")).orElse("none");
      compare("Location", location, found, differences);
    }
    return differences;
  }

  private static List<String> handled(
      String module, List<RecordedRequest> requests, Confirmation.Ran ran) {
    if (requests.isEmpty()) {
      return List.of();
    }
    return List.of(
        "predicted that %s takes the request, but nginx asked %s over HTTP and answered %d"
            .formatted(module, requests.getFirst().peer(), ran.status()));
  }

  private static List<String> proxied(
      Decision decision,
      Outcome.Proxied proxied,
      List<RecordedRequest> requests,
      Confirmation.Ran ran) {
    if (requests.isEmpty() && isHttp2(proxied.sent()) && !ran.otherPeers().isEmpty()) {
      return List.of();
    }
    if (requests.isEmpty()) {
      return List.of(
          "predicted a request to %s, but no stand-in received one; nginx answered %d%s"
              .formatted(name(proxied.target()), ran.status(), because(ran)));
    }
    RecordedRequest request = requests.getFirst();
    List<String> differences = new ArrayList<>();
    comparePeer(proxied.target(), request, differences);
    compareLine(proxied.sent(), request.request(), differences);
    compareFields(proxied.sent(), request.request(), differences);
    boolean keepsStatus =
        decision
            .scope()
            .flatMap(scope -> scope.setting("proxy_intercept_errors"))
            .filter(d -> d.parameter().equalsIgnoreCase("on"))
            .isEmpty();
    if (keepsStatus && ran.status() != request.answered()) {
      differences.add(
          "predicted the upstream's own status %d for the client, but nginx answered %d%s"
              .formatted(request.answered(), ran.status(), because(ran)));
    }
    return differences;
  }

  /// Which no stand-in speaks.
  private static boolean isHttp2(Sent sent) {
    return sent.version().startsWith("HTTP/2");
  }

  private static String because(Confirmation.Ran ran) {
    return ran.trouble().isEmpty() ? "" : " (" + ran.trouble() + ")";
  }

  private static String name(ProxyTarget target) {
    return target.port() == 0 ? target.host().text() : target.host().text() + ":" + target.port();
  }

  private static void comparePeer(
      ProxyTarget target, RecordedRequest request, List<String> differences) {
    if (target.tls() != request.tls()) {
      differences.add(
          "predicted %s to the upstream, but it was %s"
              .formatted(protocol(target.tls()), protocol(request.tls())));
    }
    Set<String> expected = new LinkedHashSet<>();
    target.upstream().map(Upstream::peers).orElse(List.of()).stream()
        .map(peer -> peer.port() == 0 ? peer.address() : peer.address() + ":" + peer.port())
        .forEach(expected::add);
    if (target.host().isKnown()) {
      expected.add(name(target));
    }
    if (!expected.isEmpty() && expected.stream().noneMatch(request.peer()::equalsIgnoreCase)) {
      differences.add(
          "predicted upstream %s, but nginx asked %s"
              .formatted(String.join(" or ", expected), request.peer()));
    }
  }

  private static String protocol(boolean tls) {
    return tls ? "TLS" : "plain HTTP";
  }

  private static void compareLine(Sent sent, Request request, List<String> differences) {
    compare("method", sent.method(), request.method(), differences);
    if (sent.target() instanceof Value.Known(String target)) {
      compare("request target", target, request.target(), differences);
    }
    compare("version", sent.version(), request.version(), differences);
  }

  /// Names compare without case, lines of one name in their order; those of different names do not
  /// depend on one another.
  private static void compareFields(Sent sent, Request request, List<String> differences) {
    Set<String> names = new TreeSet<>();
    sent.fields().forEach(field -> names.add(field.name().toLowerCase(Locale.ROOT)));
    request.fields().forEach(field -> names.add(field.name().toLowerCase(Locale.ROOT)));
    for (String name : names) {
      List<Sent.Field> predicted = sent.all(name);
      List<String> received = request.fields().all(name);
      boolean canBeAbsent = predicted.stream().anyMatch(field -> !field.value().isKnown());
      if (predicted.size() != received.size() && !canBeAbsent) {
        differences.add(
            "predicted %s for %s, but the upstream received %s"
                .formatted(
                    lines(predicted.stream().map(f -> f.value().text()).toList()),
                    name,
                    lines(received)));
        continue;
      }
      for (int i = 0; i < Math.min(predicted.size(), received.size()); i++) {
        if (predicted.get(i).value() instanceof Value.Known(String value)) {
          compare(name, value, received.get(i), differences);
        }
      }
    }
  }

  private static String lines(List<String> values) {
    return values.isEmpty() ? "no line" : "'" + String.join("', '", values) + "'";
  }

  private static void compare(
      String what, String predicted, String found, List<String> differences) {
    if (!predicted.equals(found)) {
      differences.add("predicted %s '%s', but it was '%s'".formatted(what, predicted, found));
    }
  }
}
