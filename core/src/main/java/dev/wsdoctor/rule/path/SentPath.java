package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.VirtualServer;
import dev.wsdoctor.rule.Hop;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The target that was asked for beside the one that is sent upstream, and the lines between them.
///
/// `isReplaced`: nginx looks at the URI part of `proxy_pass`, which it does not after a rewrite
/// that ends in `break`, where the URL has no variables.
record SentPath(Hop hop, Outcome.Proxied proxied, String asked, String sent, boolean isReplaced) {
  /// Of every hop that passes the request on.
  static List<SentPath> of(Subject subject) {
    return subject.hops().stream()
        .flatMap(hop -> hop.proxied().map(proxied -> of(hop, proxied)).stream())
        .toList();
  }

  static SentPath of(Hop hop, Outcome.Proxied proxied) {
    boolean constant = !proxied.by().parameter().contains("$");
    boolean rewritten =
        hop.decision().steps().stream()
            .anyMatch(
                step -> step.because().endsWith("break ends the phase, and the location stays"));
    return new SentPath(
        hop,
        proxied,
        hop.request().target(),
        proxied.sent().target().text(),
        !proxied.target().uri().isEmpty() && !(constant && rewritten));
  }

  /// What stands in front of the query.
  static String path(String target) {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  String askedPath() {
    return path(asked);
  }

  String sentPath() {
    return path(sent);
  }

  /// With its question mark, if there is one.
  String askedQuery() {
    return asked.substring(askedPath().length());
  }

  /// With its question mark, if there is one.
  String sentQuery() {
    return sent.substring(sentPath().length());
  }

  /// Of what is to be sent: that of the configuration, else the client's.
  String query() {
    return sentQuery().isEmpty() ? askedQuery() : sentQuery();
  }

  /// Whether all of what is sent can be known beforehand.
  boolean isKnown() {
    return proxied.sent().target().isKnown();
  }

  Optional<Location> location() {
    return hop.decision().location();
  }

  /// The location, if it takes whatever begins with its name.
  Optional<Location> prefix() {
    return location().filter(own -> !own.isRegex() && own.kind() != Location.Kind.NAMED);
  }

  /// The name of the location, unless it is a regular expression.
  String name() {
    return location().filter(own -> !own.isRegex()).map(Location::name).orElse("");
  }

  /// The same without a slash at its end, and empty for a named location.
  String bareName() {
    return prefix().map(Location::name).orElse("").replaceFirst("/$", "");
  }

  /// What follows the location's name in the asked path.
  String rest() {
    String name = name();
    return !name.isEmpty() && askedPath().startsWith(name)
        ? askedPath().substring(name.length())
        : "";
  }

  /// Other locations of the server that proxy to the same place.
  Stream<Location> neighbours() {
    return hop.decision().server().stream()
        .flatMap(SocketLocations::proxying)
        .filter(other -> location().filter(other::equals).isEmpty())
        .filter(
            other ->
                SocketLocations.proxyPass(other)
                    .filter(pass -> SocketLocations.origin(pass).equals(origin()))
                    .isPresent());
  }

  /// What passes the request on.
  Directive pass() {
    return proxied.by();
  }

  String origin() {
    return SocketLocations.origin(pass());
  }

  boolean hasVariables() {
    return pass().parameter().contains("$");
  }

  /// The URI part as it is written.
  String writtenUri() {
    return pass().parameter().substring(origin().length());
  }

  /// The URI part after the variables are evaluated.
  String uri() {
    return proxied.target().uri();
  }

  /// The rewrites in force, from the inside out.
  Stream<Directive> rewrites() {
    return proxied.scope().chain().reversed().stream()
        .flatMap(level -> level.own("rewrite").stream())
        .filter(rewrite -> rewrite.parameterCount() > 1);
  }

  /// The rewrite that stands nearest to the proxy_pass.
  Optional<Directive> lastRewrite() {
    return rewrites().reduce((_, later) -> later);
  }

  /// Where the rewrites stand that have matched.
  Stream<SourceRange> matched() {
    return hop.decision().steps().stream()
        .filter(step -> step.because().startsWith("rewrite matches"))
        .flatMap(step -> step.place().stream());
  }

  boolean hasMatched(Directive rewrite) {
    return matched()
        .anyMatch(
            place ->
                place.file() == rewrite.range().file() && place.start() == rewrite.range().start());
  }

  /// Every line of that name in the server of a hop, with two parameters at least.
  static Stream<Directive> written(Hop hop, String name) {
    return hop.decision().server().map(VirtualServer::directive).stream()
        .flatMap(server -> within(server, name))
        .filter(line -> line.parameterCount() > 1);
  }

  private static Stream<Directive> within(Directive block, String name) {
    return block
        .body()
        .flatMap(line -> line.isBlock() ? within(line, name) : Stream.of(line))
        .filter(line -> line.is(name));
  }

  /// What makes nginx send the path as it came.
  Fix unchanged() {
    return writtenUri().isEmpty() || !isReplaced
        ? Fix.manual("take out the rewrite, or the variable, that changes the path")
        : Fix.review("proxy to " + origin(), List.of(new Edit(pass().parameterRange(0), origin())));
  }
}
