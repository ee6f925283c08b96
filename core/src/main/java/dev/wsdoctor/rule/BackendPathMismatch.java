package dev.wsdoctor.rule;

import dev.wsdoctor.application.Recognition;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import java.util.List;
import java.util.Optional;

/// A prefix that the application does not know is sent on with the path.
final class BackendPathMismatch implements Rule {
  @Override
  public String id() {
    return "backend-path-mismatch";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return subject
        .last()
        .proxied()
        .filter(hop -> hop.sent().target().isKnown())
        .flatMap(hop -> finding(subject, hop))
        .stream()
        .toList();
  }

  private Optional<Finding> finding(Subject subject, Outcome.Proxied hop) {
    String sent = hop.sent().target().text().replaceFirst("\\?.*$", "");
    return subject
        .application()
        .filter(known -> !isPartByItsPathAlone(known))
        .flatMap(
            known ->
                known
                    .profile()
                    .surplusPrefix(sent)
                    .map(
                        prefix ->
                            Finding.of(
                                    id(),
                                    Severity.ERROR,
                                    0.8,
                                    "%s is asked for %s and has its socket at %s"
                                        .formatted(
                                            known.profile(), sent, sent.substring(prefix.length())),
                                    "proxy_pass without a URI part sends the path as it came, and this application"
                                        + " knows no base path: it answers 404.")
                                .at(Place.of(hop.by().head()))
                                .mendedBy(mend(subject, hop, prefix))));
  }

  /// Others have a socket at `/push/ws`, too, and Nextcloud's own proxy has notify_push behind it.
  private static boolean isPartByItsPathAlone(Recognition known) {
    return known.signs().size() == 1 && known.profile().needs().part().isPresent();
  }

  /// The location's name stands for what proxy_pass replaces it by; where it cannot, a rewrite.
  private static Fix mend(Subject subject, Outcome.Proxied hop, String prefix) {
    Directive pass = hop.by();
    String origin = SocketLocations.origin(pass);
    boolean plain = pass.parameter().equals(origin) && !origin.contains("$");
    if (!plain || !prefix.matches("[\\w./-]+")) {
      return Fix.manual("take %s away before the request is sent on".formatted(prefix));
    }
    String advice = "take %s away: the application does not know it".formatted(prefix);
    Optional<String> rest =
        subject
            .last()
            .decision()
            .location()
            .filter(location -> !location.isRegex() && location.name().startsWith(prefix))
            .map(location -> location.name().substring(prefix.length()))
            .filter(left -> left.startsWith("/"));
    if (rest.isPresent()) {
      return Fix.review(advice, List.of(new Edit(pass.parameterRange(0), origin + rest.get())));
    }
    String line = "rewrite ^%s(/.*)$ $1 break;".formatted(prefix.replace(".", "\\."));
    return Fix.review(advice, List.of(Layout.before(pass, List.of(line))));
  }
}
