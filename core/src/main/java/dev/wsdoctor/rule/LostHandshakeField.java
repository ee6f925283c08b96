package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Sent;
import dev.wsdoctor.nginx.Value;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// A field of the opening handshake that nginx passes on by itself (RFC 6455, 4.2.1), and that a
/// setting replaces or drops.
record LostHandshakeField(Outcome.Proxied hop, String name) {
  private static final List<String> NAMES = List.of("Sec-WebSocket-Key", "Sec-WebSocket-Version");
  private static final String PASS = "proxy_pass_request_headers";

  /// The first one of the first hop that loses any.
  static Stream<LostHandshakeField> of(Subject subject) {
    return subject.hops().stream()
        .flatMap(
            hop ->
                hop.proxied().stream()
                    .flatMap(
                        proxied ->
                            NAMES.stream()
                                .filter(name -> isLost(hop, proxied.sent(), name))
                                .map(name -> new LostHandshakeField(proxied, name))))
        .limit(1);
  }

  private static boolean isLost(Hop hop, Sent sent, String name) {
    Optional<String> asked = hop.request().fields().first(name);
    List<Sent.Field> lines = sent.all(name);
    boolean kept = lines.size() == 1 && isKept(asked, lines.getFirst().value());
    return asked.isPresent() && !kept;
  }

  /// A value that nginx makes up is never the client's key, to which the answer's Accept belongs.
  private static boolean isKept(Optional<String> asked, Value value) {
    return value.isKnown() && asked.equals(Optional.of(value.text()));
  }

  private Optional<Directive> line() {
    return HeaderSettings.last(hop.scope(), name).filter(line -> line.parameterCount() == 2);
  }

  Place place() {
    return line()
        .or(() -> hop.scope().setting(PASS))
        .map(line -> Place.of(line.head()))
        .orElseGet(() -> HandshakeRules.place(hop));
  }

  Fix mend() {
    String client = "$http_" + name.toLowerCase(Locale.ROOT).replace('-', '_');
    return line()
        .map(
            line ->
                Fix.review(
                    "send the client's %s on".formatted(name),
                    List.of(new Edit(line.parameterRange(1), client))))
        .orElseGet(
            () ->
                Fix.review(
                    "send the client's header fields on", LocationSetting.edits(hop, PASS, "on")));
  }
}
