package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.rule.HostComparison.Relation;
import java.util.List;
import java.util.Optional;

/// The Host that the backend gets is not the client's: another name (`host-header-rewritten`) or
/// another port (`host-port-mismatch`). One rule for two ids, since they are one comparison.
final class HostRewritten implements Rule {
  private final String id;
  private final Relation relation;

  private HostRewritten(String id, Relation relation) {
    this.id = id;
    this.relation = relation;
  }

  static Rule name() {
    return new HostRewritten("host-header-rewritten", Relation.OTHER_NAME);
  }

  static Rule port() {
    return new HostRewritten("host-port-mismatch", Relation.OTHER_PORT);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public List<Finding> examine(Subject subject) {
    Optional<NextServer> missed =
        relation == Relation.OTHER_NAME ? NextServer.missed(subject) : Optional.empty();
    if (missed.isPresent()) {
      return List.of(otherServer(subject, missed.get()));
    }
    Optional<Finding> blanked =
        relation == Relation.OTHER_NAME
            ? subject.proxied().flatMap(hop -> blanked(hop).stream()).findFirst()
            : Optional.empty();
    if (blanked.isPresent()) {
      return List.of(blanked.get());
    }
    return subject
        .last()
        .proxied()
        .filter(hop -> hop.sent().all("Host").size() == 1)
        .filter(hop -> !HeaderSettings.sets(HeaderSettings.lost(hop.scope()).stream(), "Host"))
        .filter(hop -> HostComparison.of(subject, hop).relation() == relation)
        .map(hop -> finding(subject, hop, HostComparison.of(subject, hop)))
        .stream()
        .toList();
  }

  /// `proxy_set_header Host ""`: a field without a value is not sent.
  private Optional<Finding> blanked(Outcome.Proxied hop) {
    return HeaderSettings.last(hop.scope(), "Host")
        .filter(_ -> hop.sent().all("Host").isEmpty())
        .map(
            line ->
                Finding.of(
                        id,
                        Severity.ERROR,
                        0.96,
                        "the backend gets no Host at all",
                        "A field whose value is empty is not sent, and a server answers 400 to a request of HTTP/1.1"
                            + " without Host (RFC 9112, 3.2).")
                    .at(Place.of(line.head()))
                    .mendedBy(mend(hop, "")));
  }

  private Finding finding(Subject subject, Outcome.Proxied hop, HostComparison host) {
    boolean contradicts = host.contradictsOrigin() && !subject.comparesNoOriginWithHost();
    boolean portAdded =
        relation == Relation.OTHER_PORT && host.backend().length() > host.client().length();
    boolean portLost = relation == Relation.OTHER_PORT && !portAdded && subject.origin().isEmpty();
    boolean refuses = contradicts && subject.comparesOriginWithHost();
    Severity severity =
        refuses
            ? Severity.ERROR
            : contradicts || portAdded || portLost ? Severity.WARNING : Severity.NOTE;
    double refusal = refuses ? 0.8 : isToldOtherwise(hop, host) ? 0.5 : 0.7;
    // How half of all servers answer is no error of the file: gorilla, Tornado and Spring compare
    // the
    // two, Node's ws, Socket.IO and libwebsockets do not.
    double confidence = contradicts ? refusal : portAdded ? 0.52 : portLost ? 0.4 : 0.3;
    String asked = contradicts ? " while Origin says " + host.origin() : "";
    String browser = portLost ? "; the Origin of a browser has the port" : "";
    return Finding.of(
            id,
            severity,
            confidence,
            "the backend gets Host: %s where the client sent %s%s%s"
                .formatted(host.backend(), host.client(), asked, browser),
            "Servers compare a socket's Origin with the Host they see, or build addresses from it; only $http_host"
                + " is what the client typed, port included.")
        .at(place(hop))
        .mendedBy(mend(hop, contradicts ? subject.inApplication(id) : ""));
  }

  /// X-Forwarded-Host has the name that Origin has, and what reads it takes it for the Host.
  private static boolean isToldOtherwise(Outcome.Proxied hop, HostComparison host) {
    return hop.sent().all("X-Forwarded-Host").stream()
        .anyMatch(field -> field.value().text().equals(host.origin()));
  }

  private Finding otherServer(Subject subject, NextServer next) {
    String sent =
        next.from().sent().first("Host").map(field -> field.value().text()).orElse("none");
    return Finding.of(
            id,
            Severity.ERROR,
            0.98,
            "the next server gets Host: %s where the client sent %s, so that %s answers, not %s"
                .formatted(
                    sent,
                    subject.target().authority(),
                    BlockTitle.withPlace(next.chosen().directive()),
                    BlockTitle.withPlace(next.meant().directive())),
            "Servers that share an address are told apart by Host alone, and proxy_pass sends its own host unless"
                + " proxy_set_header says otherwise.")
        .at(place(next.from()))
        .mendedBy(mend(next.from(), ""));
  }

  private static Place place(Outcome.Proxied hop) {
    return HeaderSettings.last(hop.scope(), "Host")
        .map(line -> Place.of(line.head()))
        .orElseGet(() -> Place.of(hop.by().head()));
  }

  private static Fix mend(Outcome.Proxied hop, String inApplication) {
    Optional<Directive> set =
        HeaderSettings.last(hop.scope(), "Host").filter(line -> line.parameters().size() == 2);
    String advice = "send the client's Host on" + inApplication;
    Scope location = HandshakeMend.locationOf(hop.scope());
    if (set.isPresent() && location.own(HeaderSettings.DIRECTIVE).contains(set.get())) {
      return Fix.review(advice, List.of(new Edit(set.get().parameterRange(1), "$http_host")));
    }
    return Fix.review(
        advice,
        List.of(
            OwnHeaders.add(
                location, List.of("proxy_set_header Host $http_host;"), List.of("Host"))));
  }
}
