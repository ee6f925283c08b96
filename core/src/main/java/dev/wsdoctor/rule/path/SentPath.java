package dev.wsdoctor.rule.path;

import dev.wsdoctor.application.ApplicationProfile;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.rule.Hop;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.WrittenParameter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The path that was asked for beside the one that is sent upstream.
///
/// `isReplaced`: nginx looks at the URI part of `proxy_pass`, which it does not after a rewrite
/// that ends in `break`, where the URL has no variables.
record SentPath(Hop hop, Outcome.Proxied proxied, String asked, String sent, boolean isReplaced) {
  /// A way in which the path came out as nobody wants it. Many servers take a doubled slash for
  /// one.
  record Fault(
      Directive pass, String sent, Severity severity, double confidence, String why, Fix mend) {
    private Fault asWarning() {
      return new Fault(pass, sent, Severity.WARNING, confidence, why, mend);
    }
  }

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

  Optional<Location> location() {
    return hop.decision().location();
  }

  /// What passes the request on.
  Directive pass() {
    return proxied.by();
  }

  Optional<Fault> fault(Subject subject) {
    if (!proxied.sent().target().isKnown()) {
      return Optional.empty();
    }
    if (!isReplaced) {
      return queryCut().or(() -> RewrittenPath.of(rewrites().toList(), asked, sent));
    }
    return Stream.of(
            allLost(),
            restLost(subject),
            slashAdded(),
            slashCut(),
            slashDoubled(),
            slashBefore(),
            slashMissing())
        .flatMap(Optional::stream)
        .findFirst();
  }

  /// A question mark at the end of a rewrite's replacement leaves the query out
  /// (ngx_http_rewrite_module).
  private Optional<Fault> queryCut() {
    boolean cut = asked.contains("?") && !sent.contains("?");
    return cut
        ? rewrites()
            .filter(rewrite -> rewrite.parameters().get(1).endsWith("?"))
            .findFirst()
            .map(
                rewrite ->
                    new Fault(
                        rewrite,
                        sent,
                        Severity.ERROR,
                        0.75,
                        "The question mark at the end of the replacement keeps nginx from adding the query.",
                        keepingQuery(rewrite)))
        : Optional.empty();
  }

  private Stream<Directive> rewrites() {
    return proxied.scope().chain().reversed().stream()
        .flatMap(level -> level.own("rewrite").stream())
        .filter(rewrite -> rewrite.parameterCount() > 1);
  }

  private static Fix keepingQuery(Directive rewrite) {
    SourceRange written = rewrite.parameterRange(1);
    int at = written.start() + written.text().lastIndexOf('?');
    return Fix.review(
        "take the question mark out of the end of the replacement",
        List.of(Edit.delete(new SourceRange(written.file(), at, at + 1))));
  }

  /// A URI part of a slash and variables that are empty replaces every path by the slash. Where the
  /// location has no name to be replaced, that is never meant.
  private Optional<Fault> allLost() {
    boolean lost =
        writtenUri().matches("/(\\$\\w+|\\$\\{\\w+\\})+")
            && path(sent).equals("/")
            && !path(asked).equals("/")
            && location()
                .filter(l -> l.kind() != Location.Kind.NAMED && l.name().length() > 1)
                .isEmpty();
    return when(
        lost,
        0.9,
        "With variables in proxy_pass nginx replaces the whole path by the given one: a slash, since the variables behind it are empty.",
        replaceUri(writtenUri().replaceFirst("^/", "")));
  }

  /// A literal path behind variables replaces the whole path, also what follows the location's
  /// name.
  private Optional<Fault> restLost(Subject subject) {
    boolean lost =
        hasVariables()
            && !path(writtenUri()).contains("$")
            && !rest().isEmpty()
            && !path(sent).endsWith(rest());
    return when(
        lost,
        0.9,
        "With variables in proxy_pass nginx replaces the whole path by the given one; the rest behind the location's name is lost.",
        writtenUri().isEmpty() ? writtenOut(subject) : rewritten());
  }

  /// What proxy_pass does without variables, done by a rewrite; nothing needs to be rewritten where
  /// the URI part repeats the location's name.
  private Fix rewritten() {
    Directive pass = pass();
    boolean plain = name().matches("[\\w./-]+") && writtenUri().matches("[\\w./-]+");
    if (!plain || name().equals(writtenUri()) || isFollowedByRewrites(pass)) {
      return replaceUri("");
    }
    String line =
        "rewrite ^%s(.*)$ %s$1 break;".formatted(name().replace(".", "\\."), writtenUri());
    String url = SocketLocations.origin(pass);
    return Fix.review(
        "replace %s by %s with a rewrite, and proxy to %s".formatted(name(), writtenUri(), url),
        List.of(Layout.before(pass, List.of(line)), new Edit(pass.parameterRange(0), url)));
  }

  /// `break` would end those that stand behind it.
  private boolean isFollowedByRewrites(Directive pass) {
    return Stream.of("set", "if", "rewrite", "return", "break")
        .flatMap(name -> proxied.scope().own(name).stream())
        .anyMatch(line -> line.range().start() > pass.range().start());
  }

  /// The whole URL stands in a variable that `set` makes constant: written out, nginx replaces the
  /// location's name only.
  private Fix writtenOut(Subject subject) {
    return proxied.scope().chain().reversed().stream()
        .flatMap(level -> level.own("set").stream())
        .filter(set -> set.parameterCount() == 2)
        .filter(set -> set.parameter().equals(pass().parameter()))
        .filter(set -> !set.lastParameter().contains("$"))
        .findFirst()
        .map(this::writtenOut)
        .or(() -> VariablePath.withoutUris(subject, pass()))
        .orElseGet(() -> Fix.manual("keep the path out of the variable that proxy_pass names"));
  }

  /// What stands outside of the location serves others too, which have the whole path behind it: a
  /// lone slash at its end was not meant to replace theirs.
  private Fix writtenOut(Directive set) {
    String url = set.lastParameter();
    boolean shared = !proxied.scope().own("set").contains(set) && url.matches("https?://[^/]+/");
    return shared
        ? Fix.review(
            "leave the slash out of the variable that proxy_pass names",
            List.of(WrittenParameter.last(set).replace(url.length() - 1, url.length(), "")))
        : passTo(url);
  }

  private Optional<Fault> slashAdded() {
    boolean added = path(sent).equals(path(asked) + "/") || isSlashedEnd();
    return when(
        added,
        0.75,
        "The URI part of proxy_pass ends in a slash that the client did not send; to a backend that is another path.",
        writtenUri().isEmpty()
            ? Fix.manual("take the slash out of the variable that proxy_pass names")
            : replaceUri(writtenUri().replaceFirst("/+$", "")));
  }

  /// The URI part stands for the whole path and ends in its last words and a slash.
  private boolean isSlashedEnd() {
    String last = name().substring(name().lastIndexOf('/') + 1);
    return !hasVariables()
        && !last.isEmpty()
        && path(asked).equals(name())
        && uri().endsWith("/" + last + "/");
  }

  /// The location's name ends in a slash, the URI part does not, and nothing follows.
  private Optional<Fault> slashCut() {
    boolean cut = !hasVariables() && !path(sent).isEmpty() && path(asked).equals(path(sent) + "/");
    return when(
        cut,
        0.75,
        "nginx replaces the location's name by the URI part letter for letter: the slash at the end of the path is lost, and to a backend that is another path.",
        replaceUri(uri() + "/"));
  }

  private Optional<Fault> slashDoubled() {
    boolean doubled = path(sent).contains("//") && !path(asked).contains("//") && !hasVariables();
    boolean cut = uri().length() > 1 && uri().endsWith("/");
    Fix mend = cut ? replaceUri(uri().substring(0, uri().length() - 1)) : slashedName();
    return when(
            doubled,
            0.85,
            "nginx replaces the location's name by the URI part letter for letter: the location does not end in a slash and the URI part does.",
            mend)
        .map(Fault::asWarning);
  }

  /// `/$request_uri`: the path that comes from the client begins with a slash of its own. Where a
  /// group does, as in the `^/ttyd(.*)$` of ttyd's own pages, it may be meant so: many servers take
  /// two slashes for one.
  private Optional<Fault> slashBefore() {
    boolean doubled =
        writtenUri().matches("/\\$(?!\\{?[1-9]).*")
            && path(sent).startsWith("//")
            && !path(asked).startsWith("//");
    return when(
            doubled,
            0.85,
            "The variable begins with a slash, and another one stands before it.",
            replaceUri(writtenUri().substring(Math.min(1, writtenUri().length()))))
        .map(Fault::asWarning);
  }

  /// What is taken for wanted where slashes stand twice, or what follows the location's name is not
  /// sent.
  Optional<WantedTarget> wanted() {
    String query = asked.substring(path(asked).length());
    if (path(sent).contains("//") && !path(asked).contains("//")) {
      return Optional.of(WantedTarget.of(path(sent).replaceAll("/{2,}", "/") + query));
    }
    return rest().isEmpty() || path(sent).endsWith(rest())
        ? Optional.empty()
        : Optional.of(
            WantedTarget.of(
                path(sent).replaceFirst("/$", "") + "/" + rest().replaceFirst("^/", "") + query));
  }

  private Fix slashedName() {
    String advice = "end both the location and the URI part of proxy_pass in a slash, or neither";
    return location()
        .filter(l -> !name().isEmpty() && rest().startsWith("/"))
        .map(l -> l.directive().parameterRange(l.directive().parameterCount() - 1))
        .map(name -> Fix.review(advice, List.of(new Edit(name, name() + "/"))))
        .orElseGet(() -> Fix.manual(advice));
  }

  private Optional<Fault> slashMissing() {
    boolean glued =
        !hasVariables() && name().endsWith("/") && !uri().endsWith("/") && !rest().isEmpty();
    return when(
        glued,
        0.85,
        "nginx replaces the location's name by the URI part letter for letter: the location ends in a slash and the URI part does not.",
        replaceUri(uri() + "/"));
  }

  /// A path where this application has a socket became one where it has none. A rewrite to another
  /// path than the root may be what stands in front of the application elsewhere, too.
  Optional<Fault> unknownTo(ApplicationProfile application) {
    boolean unknown =
        proxied.sent().target().isKnown()
            && application.insistsOn(path(asked))
            && !application.serves(path(sent));
    return writtenUri().isEmpty()
        ? rewrites()
            .filter(_ -> unknown && path(sent).equals("/"))
            .findFirst()
            .map(rewrite -> rewrittenAway(application, rewrite))
        : when(
            unknown,
            0.8,
            "%s has its socket at the path that was asked for; the URI part of proxy_pass makes another one of it."
                .formatted(application),
            replaceUri(""));
  }

  /// Of a slash too many that proxy_pass puts in front of the rest of a path under which this
  /// application has its socket.
  Fault keeping(ApplicationProfile application, Fault fault) {
    boolean cut =
        path(sent).startsWith("//")
            && fault.pass().equals(pass())
            && !hasVariables()
            && application.serves(path(asked))
            && !application.serves(path(sent).substring(1));
    return cut
        ? new Fault(fault.pass(), sent, Severity.ERROR, 0.85, fault.why(), replaceUri(""))
        : fault;
  }

  private Fault rewrittenAway(ApplicationProfile application, Directive rewrite) {
    return new Fault(
        rewrite,
        sent,
        Severity.ERROR,
        0.8,
        "%s has its socket at the path that was asked for; this rewrite makes another one of it."
            .formatted(application),
        Fix.review("take the rewrite out", List.of(Layout.remove(rewrite))));
  }

  private Optional<Fault> when(boolean condition, double confidence, String why, Fix mend) {
    return condition
        ? Optional.of(new Fault(pass(), sent, Severity.ERROR, confidence, why, mend))
        : Optional.empty();
  }

  /// What makes nginx send the path as it came.
  Fix unchanged() {
    return writtenUri().isEmpty() || !isReplaced
        ? Fix.manual("take out the rewrite, or the variable, that changes the path")
        : replaceUri("");
  }

  private Fix replaceUri(String uri) {
    return passTo(SocketLocations.origin(pass()) + uri);
  }

  private Fix passTo(String url) {
    return Fix.review("proxy to " + url, List.of(new Edit(pass().parameterRange(0), url)));
  }

  private boolean hasVariables() {
    return pass().parameter().contains("$");
  }

  /// The URI part after the variables are evaluated.
  private String uri() {
    return proxied.target().uri();
  }

  String writtenUri() {
    return pass().parameter().substring(SocketLocations.origin(pass()).length());
  }

  private String name() {
    return location().filter(l -> !l.isRegex()).map(Location::name).orElse("");
  }

  /// What follows the location's name in the asked path.
  String rest() {
    String name = name();
    return !name.isEmpty() && path(asked).startsWith(name)
        ? path(asked).substring(name.length())
        : "";
  }

  /// Where the rewrites stand that have matched.
  Stream<SourceRange> matched() {
    return hop.decision().steps().stream()
        .filter(step -> step.because().startsWith("rewrite matches"))
        .flatMap(step -> step.place().stream());
  }

  /// The rewrite that stands nearest to the proxy_pass.
  Optional<Directive> lastRewrite() {
    return rewrites().reduce((_, later) -> later);
  }

  /// What stands in front of the query.
  static String path(String target) {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }
}
