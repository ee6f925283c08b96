package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.ProxyTarget;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.rule.Handshake;
import dev.wsdoctor.rule.HandshakeMend;
import dev.wsdoctor.rule.HeaderSettings;
import dev.wsdoctor.rule.OwnHeaders;
import dev.wsdoctor.rule.Rule;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// `auth_request` asks its service with the handshake's own Upgrade: a server that opens sockets
/// takes the question for one. nginx ends the client's connection after a 101
/// (`ngx_http_upstream_upgrade`), and makes 500 of a 400 or 426. So it does when the service of
/// `mirror` opens the copy of the handshake; its other answers do not matter.
public final class UpgradeInSubrequest implements Rule {
  static final String ID = "upgrade-in-subrequest";

  private static final double ENDING = 0.9;

  private static final List<String> FIELDS = List.of("Upgrade", "Connection");

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return of(subject).or(() -> mirrored(subject)).stream().toList();
  }

  /// What explains a socket that ends right after the opening although its backend keeps it.
  public static Optional<Finding> ending(Subject subject) {
    return of(subject)
        .or(() -> mirrored(subject))
        .map(cause -> cause.weighing(Severity.ERROR, ENDING));
  }

  private static Optional<Finding> mirrored(Subject subject) {
    return handshake(
        subject,
        AuthRequest.asked(subject, "mirror"),
        "\"%s\" sends a copy of the handshake with its Upgrade",
        "nginx opens no tunnel for a subrequest: where the other server answers the copy with 101 it ends the client's"
            + " connection right after the opening.");
  }

  static Optional<Finding> of(Subject subject) {
    return handshake(
        subject,
        AuthRequest.asked(subject),
        "\"%s\" asks its service with the handshake's Upgrade",
        "A server that opens sockets takes the question for one and answers 101, 400 or 403; nginx makes 500 of it,"
            + " and ends the connection after a 101.");
  }

  /// The first of these subrequests that is a handshake; `summary` has a place for its line.
  private static Optional<Finding> handshake(
      Subject subject, Stream<AuthRequest.Asked> subrequests, String summary, String why) {
    return subrequests
        .flatMap(
            asked ->
                asked.decision().proxied().stream()
                    .filter(UpgradeInSubrequest::isHandshake)
                    .map(
                        proxied ->
                            finding(
                                subject,
                                asked,
                                proxied,
                                summary.formatted(asked.line().head().text().strip()),
                                why)))
        .findFirst();
  }

  private static boolean isHandshake(Outcome.Proxied subrequest) {
    return subrequest.upgradable() && Handshake.of(subrequest).isComplete();
  }

  private static Finding finding(
      Subject subject,
      AuthRequest.Asked asked,
      Outcome.Proxied subrequest,
      String summary,
      String why) {
    boolean opensSockets =
        subject.last().proxied().filter(socket -> isSame(socket, subrequest)).isPresent();
    return Finding.of(
            ID,
            opensSockets ? Severity.WARNING : Severity.NOTE,
            opensSockets ? 0.65 : 0.4,
            summary,
            why)
        .at(upgrade(subrequest))
        .mendedBy(mend(asked, subrequest));
  }

  private static boolean isSame(Outcome.Proxied one, Outcome.Proxied other) {
    ProxyTarget a = one.target();
    ProxyTarget b = other.target();
    return a.host().text().equals(b.host().text()) && a.port() == b.port();
  }

  /// The line that sends it, and what sends the subrequest there.
  private static List<Place> upgrade(Outcome.Proxied subrequest) {
    return Stream.concat(
            HeaderSettings.last(subrequest.scope(), "Upgrade").stream(), Stream.of(subrequest.by()))
        .map(line -> Place.of(line.head()))
        .toList();
  }

  private static Fix mend(AuthRequest.Asked asked, Outcome.Proxied subrequest) {
    String advice =
        "blank Upgrade and Connection where %s is passed on: it is an ordinary request"
            .formatted(asked.line().parameter());
    Scope location = HandshakeMend.locationOf(subrequest.scope());
    List<Directive> own = location.own(HeaderSettings.DIRECTIVE);
    if (own.isEmpty()) {
      List<String> blank = FIELDS.stream().map("proxy_set_header %s \"\";"::formatted).toList();
      return Fix.safe(advice, List.of(OwnHeaders.add(location, blank, FIELDS)));
    }
    List<Directive> wrong =
        own.stream()
            .filter(line -> FIELDS.stream().anyMatch(field -> HeaderSettings.sets(line, field)))
            .toList();
    List<Edit> edits =
        wrong.stream().map(line -> new Edit(line.parameterRange(1), "\"\"")).toList();
    return location.block().children().containsAll(wrong)
        ? Fix.safe(advice, edits)
        : Fix.review(advice, edits);
  }
}
