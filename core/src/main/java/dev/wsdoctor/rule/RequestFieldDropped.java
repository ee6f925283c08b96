package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.http.Field;
import dev.wsdoctor.nginx.FieldName;
import dev.wsdoctor.nginx.VirtualServer;
import java.util.List;
import java.util.Optional;

/// nginx leaves out a field that the handshake brings along, for an underscore or another char in
/// its name (`ngx_http_parse_header_line`).
final class RequestFieldDropped implements Rule {
  private static final String UNDERSCORES = "underscores_in_headers";
  private static final String OTHER_CHARS = "ignore_invalid_headers";

  @Override
  public String id() {
    return "request-field-dropped";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return subject.hops().stream()
        .flatMap(hop -> hop.decision().server().flatMap(server -> of(hop, server)).stream())
        .limit(1)
        .toList();
  }

  private Optional<Finding> of(Hop hop, VirtualServer server) {
    return hop.request().fields().lines().stream()
        .map(Field::name)
        .filter(name -> FieldName.isIgnored(name, server.scope()))
        .findFirst()
        .map(name -> finding(name, server));
  }

  private Finding finding(String name, VirtualServer server) {
    boolean underscore = name.matches("[A-Za-z0-9_-]+");
    String setting = underscore ? UNDERSCORES : OTHER_CHARS;
    Optional<Directive> written = server.scope().setting(setting);
    return Finding.of(
            id(),
            Severity.WARNING,
            0.7,
            "the field %s of the request is dropped, for %s in its name"
                .formatted(name, underscore ? "the underscore" : "a char"),
            "Without a word nginx leaves out fields whose names have other chars than letters, digits and hyphens; a"
                + " token in one never reaches the backend.")
        .at(Place.of(written.orElse(server.directive()).head()))
        .mendedBy(mend(setting, underscore ? "on" : "off", written, server));
  }

  private static Fix mend(
      String setting, String value, Optional<Directive> written, VirtualServer server) {
    String advice = "take such names, or let the client write a hyphen";
    Edit edit =
        written
            .filter(line -> server.scope().own(setting).contains(line))
            .map(line -> new Edit(line.parameterRange(0), value))
            .orElseGet(
                () -> Layout.first(server.directive(), List.of(setting + " " + value + ";")));
    return Fix.review(advice, List.of(edit));
  }
}
