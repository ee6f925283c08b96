package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Sent;
import dev.wsdoctor.nginx.Value;
import dev.wsdoctor.rule.HostComparison.Relation;
import java.util.List;
import java.util.Optional;

/// X-Forwarded-Host says another name or port than the client used, and there are backends that
/// believe it rather than Host.
final class ForwardedHostMismatch implements Rule {
  private static final String FIELD = "X-Forwarded-Host";

  @Override
  public String id() {
    return "forwarded-host-mismatch";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return subject.last().proxied().flatMap(hop -> judge(subject, hop)).stream().toList();
  }

  private Optional<Finding> judge(Subject subject, Outcome.Proxied hop) {
    Optional<Directive> line = HeaderSettings.last(hop.scope(), FIELD);
    Optional<String> told =
        hop.sent()
            .first(FIELD)
            .map(Sent.Field::value)
            .filter(value -> value.isKnown() || HostComparison.isMachine(value))
            .map(Value::text);
    if (line.isEmpty() || told.isEmpty() || told.get().isEmpty()) {
      return Optional.empty();
    }
    String asked = asked(subject);
    String host = told.get().replaceFirst("/.*", ""); // ONLYOFFICE has its path there
    Relation relation = HostComparison.relation(asked, host);
    String origin = HostComparison.authority(subject.origin());
    boolean known = !told.get().startsWith("$");
    boolean contradicts = known && !origin.isEmpty() && !origin.equalsIgnoreCase(host);
    return relation == Relation.SAME
        ? Optional.empty()
        : Optional.of(
            weighed(subject, relation, contradicts, finding(line.get(), asked, told.get())));
  }

  /// Few servers of sockets look at the field: of an application that nobody knows it is no error,
  /// and a port beside the right name is hardly ever compared.
  private static Finding weighed(
      Subject subject, Relation relation, boolean contradicts, Finding finding) {
    boolean port = relation == Relation.OTHER_PORT;
    if (contradicts && subject.comparesOriginWithHost()) {
      return finding.weighing(Severity.ERROR, 0.65);
    }
    return port || subject.comparesNoOriginWithHost()
        ? finding.weighing(Severity.NOTE, 0.3)
        : finding.weighing(Severity.WARNING, 0.55);
  }

  /// What a proxy in front says the client asked for, else Host.
  private static String asked(Subject subject) {
    return subject
        .first()
        .request()
        .fields()
        .first(FIELD)
        .or(() -> subject.first().request().fields().first("Host"))
        .orElse(subject.target().authority());
  }

  private Finding finding(Directive line, String asked, String told) {
    Finding finding =
        Finding.of(
                id(),
                Severity.WARNING,
                0.55,
                "the backend gets X-Forwarded-Host: %s where the client asked for %s"
                    .formatted(told, asked),
                "Applications behind a proxy compare a socket's Origin with X-Forwarded-Host when it is there, and with"
                    + " Host only when it is not.")
            .at(Place.of(line.head()));
    return line.parameters().size() == 2
        ? finding.mendedBy(
            Fix.review(
                "forward the host that the client asked for",
                List.of(new Edit(line.parameterRange(1), right(line)))))
        : finding;
  }

  /// A line that already looks at the outer proxy's value keeps to it.
  private static String right(Directive line) {
    return HeaderSettings.value(line).contains("$http_x_forwarded_host")
        ? "$http_x_forwarded_host"
        : "$http_host";
  }
}
