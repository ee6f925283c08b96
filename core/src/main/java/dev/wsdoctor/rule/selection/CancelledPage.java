package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.rule.NginxAnswer;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;

/// An `error_page` of the server that leads a status to a location for sockets, and that is not in
/// force where the status arises: a location with an `error_page` of its own has none of the outer
/// ones.
record CancelledPage(Directive cancelled, Directive own) {
  static Optional<CancelledPage> of(Subject subject) {
    return NginxAnswer.of(subject)
        .flatMap(
            answer ->
                subject.last().decision().location().stream()
                    .flatMap(
                        location ->
                            location.scope().own("error_page").stream()
                                .limit(1)
                                .flatMap(
                                    own ->
                                        location.scope().cancelled("error_page").stream()
                                            .filter(page -> handles(page, answer))
                                            .filter(page -> leadsToASocket(subject, page))
                                            .map(page -> new CancelledPage(page, own))))
                    .findFirst());
  }

  private static boolean handles(Directive page, Outcome.Answered answer) {
    return page.parameterCount() > 1
        && page.parameters().contains(Integer.toString(answer.status()));
  }

  private static boolean leadsToASocket(Subject subject, Directive page) {
    return subject.last().decision().server().stream()
        .flatMap(server -> SocketLocations.of(server).stream())
        .anyMatch(location -> page.lastParameter().startsWith(location.name()));
  }

  String summary() {
    return "%s is not in force where the request is answered"
        .formatted(cancelled.head().text().strip());
  }

  Fix mend() {
    return Fix.review(
        "repeat it beside the location's own",
        List.of(Layout.before(own, List.of(cancelled.range().text()))));
  }
}
