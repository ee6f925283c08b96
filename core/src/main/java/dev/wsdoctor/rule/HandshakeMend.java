package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The smallest edits that make a hop send the opening handshake on.
///
/// They stay inside the location that takes the request, so that no other request changes: when the
/// location has no `proxy_set_header` of its own, the inherited ones come along, because the first
/// own one would cancel them. Only a wrong line in a shared file is changed where it stands.
public final class HandshakeMend {
  private final Subject subject;
  private final Outcome.Proxied hop;
  private final Scope location;
  private final Handshake handshake;
  private final List<Edit> edits = new ArrayList<>();
  private final Map<String, String> added = new LinkedHashMap<>();
  private boolean reachesOthers;

  private HandshakeMend(Subject subject, Outcome.Proxied proxied) {
    this.subject = subject;
    this.hop = proxied;
    this.location = locationOf(proxied.scope());
    this.handshake = Handshake.of(proxied);
  }

  /// One fix for all hops that do not pass the handshake on; empty if every hop does.
  public static Optional<Fix> of(Subject subject) {
    List<HandshakeMend> mends =
        subject
            .proxied()
            .filter(proxied -> !Handshake.of(proxied).isComplete())
            .map(proxied -> new HandshakeMend(subject, proxied).plan())
            .toList();
    List<Edit> edits = mends.stream().flatMap(mend -> mend.edits.stream()).distinct().toList();
    if (edits.isEmpty()) {
      return Optional.empty();
    }
    String advice = advice(mends);
    boolean review = mends.stream().anyMatch(mend -> mend.reachesOthers);
    return Optional.of(review ? Fix.review(advice, edits) : Fix.safe(advice, edits));
  }

  private static String advice(List<HandshakeMend> mends) {
    List<String> places =
        mends.stream().map(mend -> BlockTitle.withPlace(mend.location.block())).distinct().toList();
    return "send the handshake on from " + String.join(" and from ", places);
  }

  /// `if` and `limit_except` take no `proxy_set_header`; the location around them does.
  public static Scope locationOf(Scope scope) {
    if (scope.block().is("location") || scope.outer().isEmpty()) {
      return scope;
    }
    return locationOf(scope.outer().get());
  }

  private HandshakeMend plan() {
    mendVersion();
    bringAlong();
    mendField("Upgrade", handshake.upgrade(), "$http_upgrade");
    if (handshake.connection() != Handshake.Trait.RIGHT && !isMendedByCase("Connection")) {
      mendField("Connection", handshake.connection(), connectionValue());
    }
    insertAdded();
    return this;
  }

  private void mendVersion() {
    if (handshake.speaksHttp11()) {
      return;
    }
    Optional<Directive> own =
        location.own("proxy_http_version").stream().reduce((_, later) -> later);
    if (own.isPresent() && !own.get().parameters().isEmpty()) {
      edits.add(new Edit(own.get().parameterRange(0), "1.1"));
      reachesOthers |= isElsewhere(own.get());
      return;
    }
    added.put("", "proxy_http_version 1.1;");
  }

  /// What the location inherits now, or has lost together with the handshake's fields.
  private void bringAlong() {
    if (handshake.hasBothFields()) {
      return;
    }
    List<Directive> inherited =
        location.own(HeaderSettings.DIRECTIVE).isEmpty()
            ? HeaderSettings.inForce(location)
            : lostWithHandshake();
    inherited.stream()
        .filter(directive -> directive.parameters().size() == 2)
        .forEach(d -> added.put(d.parameter().toLowerCase(Locale.ROOT), text(d)));
  }

  private List<Directive> lostWithHandshake() {
    List<Directive> lost = HeaderSettings.lost(location);
    boolean hasHandshake =
        HeaderSettings.sets(lost.stream(), "Upgrade")
            || HeaderSettings.sets(lost.stream(), "Connection");
    return hasHandshake ? lost : List.of();
  }

  private void mendField(String field, Handshake.Trait trait, String value) {
    String key = field.toLowerCase(Locale.ROOT);
    if (trait == Handshake.Trait.RIGHT) {
      return;
    }
    List<Directive> own = ownOf(field);
    List<Directive> colons = own.isEmpty() ? ownOf(field + ":") : List.of();
    if (!colons.isEmpty()) {
      colons.forEach(line -> edits.add(new Edit(line.parameterRange(0), field)));
      return;
    }
    if (own.isEmpty()) {
      boolean broughtRight =
          added.getOrDefault(key, "").toLowerCase(Locale.ROOT).contains("pgrade");
      if (trait == Handshake.Trait.WRONG || !broughtRight) {
        added.put(key, line(field, value));
      }
      return;
    }
    if (own.stream().allMatch(line -> isElsewhere(line) && HeaderSettings.value(line).isEmpty())) {
      added.put(key, line(field, value));
      return;
    }
    replace(own, value);
  }

  /// The field's variable would be right if its condition did not look at the letter case.
  private boolean isMendedByCase(String field) {
    List<Edit> blind =
        ownOf(field).stream()
            .reduce((_, later) -> later)
            .map(line -> WrittenCase.edits(location, line))
            .orElse(List.of());
    edits.addAll(blind);
    reachesOthers |= !blind.isEmpty();
    return !blind.isEmpty();
  }

  private void replace(List<Directive> own, String value) {
    edits.add(new Edit(own.getLast().parameterRange(1), value));
    own.subList(0, own.size() - 1).forEach(line -> edits.add(Edit.delete(line.range())));
    reachesOthers |= own.stream().anyMatch(this::isElsewhere);
  }

  private List<Directive> ownOf(String field) {
    return location.own(HeaderSettings.DIRECTIVE).stream()
        .filter(directive -> HeaderSettings.sets(directive, field))
        .filter(directive -> directive.parameters().size() == 2)
        .toList();
  }

  private String connectionValue() {
    Optional<String> existing = ConnectionMap.variable(hop);
    if (existing.isPresent()) {
      return existing.get();
    }
    if (SocketPath.isForSocketsAlone(String.join(" ", location.block().parameters()))) {
      return "\"upgrade\"";
    }
    String name = ConnectionMap.freeName(location);
    List<String> map = ConnectionMap.lines(name, subject.version(), hop);
    server().ifPresent(server -> edits.add(Layout.before(server, map)));
    return name;
  }

  private Optional<Directive> server() {
    return location.chain().stream().map(Scope::block).filter(b -> b.is("server")).findFirst();
  }

  private void insertAdded() {
    if (added.isEmpty()) {
      return;
    }
    List<String> lines = List.copyOf(added.values());
    edits.add(
        anchor()
            .map(a -> Layout.after(a, lines))
            .orElseGet(() -> Layout.first(location.block(), lines)));
  }

  /// The last line of the location itself that new ones can stand behind.
  private Optional<Directive> anchor() {
    return Stream.of(HeaderSettings.DIRECTIVE, "proxy_http_version", "proxy_pass", "include")
        .flatMap(name -> lastWrittenHere(name).stream())
        .findFirst();
  }

  private Optional<Directive> lastWrittenHere(String name) {
    return location.block().children().stream()
        .filter(child -> child.is(name) && !isElsewhere(child))
        .reduce((_, later) -> later);
  }

  private boolean isElsewhere(Directive directive) {
    return directive.range().file() != location.block().range().file();
  }

  private static String text(Directive directive) {
    return directive.head().text().strip() + ";";
  }

  private String line(String field, String value) {
    return HeaderSettings.DIRECTIVE + " " + field + " " + value + ";";
  }
}
