package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.nginx.Decision;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Scope;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A `map` or an `if` compares Connection with one word, where it is a list (RFC 9110, 7.6.1):
/// Chromium and Safari send `Upgrade`, Firefox `keep-alive, Upgrade`, whose handshake is then sent
/// on as none, or refused.
final class ConnectionComparedWhole implements Rule {
  private static final String VARIABLE = "$http_connection";
  private static final String OF_FIREFOX = "keep-alive, Upgrade";

  /// The word, with anchors or without; quotes and the parenthesis of a condition stay around it.
  private static final Pattern WORD =
      Pattern.compile("(~\\*?)?\\^?(upgrade)\\$?", Pattern.CASE_INSENSITIVE);

  @Override
  public String id() {
    return "connection-compared-whole";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    Hop hop = subject.entry();
    if (!isCompared(subject) || !opens(hop.decision())) {
      return List.of();
    }
    Decision ofFirefox = asked(subject, hop);
    return opens(ofFirefox) ? List.of() : List.of(finding(hop.proxied().orElseThrow(), ofFirefox));
  }

  /// Most configurations do not, and are spared a second decision.
  private static boolean isCompared(Subject subject) {
    return subject.configuration().files().stream()
        .anyMatch(file -> file.text().contains("http_connection"));
  }

  private static boolean opens(Decision decision) {
    return decision.proxied().filter(proxied -> Handshake.of(proxied).isComplete()).isPresent();
  }

  private static Decision asked(Subject subject, Hop hop) {
    Request request = hop.request();
    Request other =
        new Request(
            request.method(),
            request.target(),
            request.version(),
            request.fields().with("Connection", OF_FIREFOX));
    return subject.nginx().decide(hop.connection(), other, subject.files());
  }

  private Finding finding(Outcome.Proxied proxied, Decision other) {
    List<Directive> comparing = comparing(proxied.scope()).toList();
    String fate = other.proxied().isPresent() ? "is not sent on as one" : "is not sent on at all";
    return Finding.of(
            id(),
            Severity.WARNING,
            0.95,
            "a handshake of Firefox %s: Connection is compared with one word".formatted(fate),
            "Connection is a list (RFC 9110, 7.6.1). Chromium and Safari send \"Upgrade\", Firefox \"%s\"."
                .formatted(OF_FIREFOX))
        .at(
            comparing.isEmpty()
                ? List.of(HandshakeRules.place(proxied))
                : comparing.stream().map(line -> Place.of(line.head())).toList())
        .mendedBy(mend(comparing));
  }

  /// The conditions around the location, and the maps that its fields and these are made of.
  private static Stream<Directive> comparing(Scope scope) {
    Stream<Directive> conditions =
        scope.chain().stream()
            .flatMap(level -> level.own("if").stream())
            .filter(condition -> condition.parameter().equals("(" + VARIABLE));
    Stream<Directive> maps =
        Stream.concat(
                HeaderSettings.inForce(scope).stream(),
                scope.chain().stream().flatMap(level -> level.own("if").stream()))
            .flatMap(line -> line.parameters().stream())
            .map(word -> word.replaceAll("[(){}]", ""))
            .filter(word -> word.startsWith("$"))
            .distinct()
            .flatMap(variable -> ConnectionMap.defining(scope, variable).stream())
            .filter(map -> map.parameter().equals(VARIABLE));
    return Stream.concat(conditions, maps).distinct();
  }

  private static Fix mend(List<Directive> comparing) {
    List<Edit> edits = comparing.stream().flatMap(ConnectionComparedWhole::edits).toList();
    return edits.isEmpty()
        ? Fix.manual(
            "look for upgrade among the options, as in ~*upgrade, or make Connection of $http_upgrade")
        : Fix.review("look for upgrade among the options of Connection", edits);
  }

  private static Stream<Edit> edits(Directive comparing) {
    return comparing.is("map")
        ? comparing.children().stream()
            .filter(entry -> WORD.matcher(entry.name()).matches())
            .map(entry -> key(entry))
        : condition(comparing);
  }

  private static Edit key(Directive entry) {
    SourceRange range = entry.range();
    Matcher word = WORD.matcher(range.text());
    word.find();
    return new Edit(
        new SourceRange(range.file(), range.start() + word.start(), range.start() + word.end()),
        "~*" + word.group(2));
  }

  private static Stream<Edit> condition(Directive condition) {
    if (condition.parameterCount() < 3) {
      return Stream.of();
    }
    String operator = condition.parameters().get(1).startsWith("!") ? "!~*" : "~*";
    SourceRange range = condition.parameterRange(2);
    Matcher word = WORD.matcher(range.text());
    return word.find()
        ? Stream.of(
            new Edit(condition.parameterRange(1), operator),
            new Edit(range, word.replaceFirst("$2")))
        : Stream.of();
  }
}
