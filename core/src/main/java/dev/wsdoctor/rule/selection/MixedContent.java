package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.rule.SitePage;
import dev.wsdoctor.rule.Subject;
import java.util.Optional;

/// `ws://` from a page that came by https: the browser refuses it before any hop is asked (W3C
/// Mixed Content, 5.3), but for the machine itself.
final class MixedContent {
  private static final String WHY =
      "A page that came over TLS may open wss:// only; other clients open ws:// all the same.";

  private MixedContent() {}

  static Optional<Finding> of(Subject subject, String id) {
    Target socket = subject.target();
    if (!socket.webSocket() || socket.tls() || isThisMachine(socket.host())) {
      return Optional.empty();
    }
    if (subject.publicOrigin().startsWith("https://")) {
      return Optional.of(ofOrigin(subject, id));
    }
    return subject
        .entry()
        .decision()
        .server()
        .filter(server -> leadsToHttps(server.directive()))
        .flatMap(_ -> SitePage.first(subject))
        .flatMap(page -> redirected(page, socket, id));
  }

  private static boolean leadsToHttps(Directive line) {
    boolean leads = line.is("return") || line.is("rewrite");
    return leads
        ? line.parameters().stream().anyMatch(word -> word.startsWith("https://"))
        : line.children().stream().anyMatch(MixedContent::leadsToHttps);
  }

  private static boolean isThisMachine(String host) {
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.startsWith("127.")
        || host.equals("::1");
  }

  private static Finding ofOrigin(Subject subject, String id) {
    return Finding.of(
            id,
            Severity.ERROR,
            0.85,
            "the page is %s and the socket ws://: the browser refuses it as mixed content"
                .formatted(subject.publicOrigin()),
            WHY)
        .mendedBy(advice(subject.target()));
  }

  /// The site leads every page to https, so that no browser has one that may open this.
  private static Optional<Finding> redirected(SitePage page, Target socket, String id) {
    return page.decision().outcome() instanceof Outcome.Answered answered
            && answered.status() / 100 == 3
            && answered.location().filter(to -> to.text().startsWith("https://")).isPresent()
        ? answered
            .by()
            .map(
                line ->
                    Finding.of(
                            id,
                            Severity.NOTE,
                            0.5,
                            "the pages of this site are https (%s), and a browser opens no ws:// from them"
                                .formatted(Place.of(line.head()).where()),
                            WHY)
                        .at(Place.of(line.head()))
                        .mendedBy(advice(socket)))
        : Optional.empty();
  }

  private static Fix advice(Target socket) {
    return Fix.manual(
        "open wss://%s%s from pages, and serve it there: a check of that URL says what is missing"
            .formatted(socket.host(), socket.path()));
  }
}
