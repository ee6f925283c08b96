package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Sent;
import dev.wsdoctor.nginx.Value;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Two Host lines go upstream, which HTTP servers refuse. nginx 1.31.4 sends only the last.
final class DuplicateHostHeader implements Rule {
  /// The surest first, where two say the same of this URL.
  private static final List<String> BY_WORTH = List.of("$http_host", "$host", "$server_name");

  @Override
  public String id() {
    return "duplicate-host-header";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return subject
        .proxied()
        .filter(hop -> hop.sent().all("Host").size() > 1)
        .limit(1)
        .map(hop -> finding(subject, hop))
        .toList();
  }

  private Finding finding(Subject subject, Outcome.Proxied hop) {
    List<Directive> lines = HeaderSettings.of(hop.scope(), "Host");
    return Finding.of(
            id(),
            Severity.ERROR,
            0.8,
            "%s sends %s Host lines".formatted(HandshakeRules.title(hop), lines.size()),
            "Each proxy_set_header Host in force is sent as a line of its own, an included one too, and a server has"
                + " to answer 400 to a request with two Host lines (RFC 9112, 3.2); not all do.")
        .at(lines.stream().map(line -> Place.of(line.head())).toList())
        .mendedBy(mend(subject, hop, lines));
  }

  /// The best value is kept, and it stays in a file that others share, which would lose their Host
  /// with the line.
  private static Fix mend(Subject subject, Outcome.Proxied hop, List<Directive> lines) {
    Directive best = best(subject, hop, lines);
    Directive kept =
        lines.stream().filter(line -> isShared(subject, line)).findFirst().orElse(best);
    Stream<Edit> value =
        HeaderSettings.value(kept).equals(HeaderSettings.value(best))
            ? Stream.of()
            : Stream.of(new Edit(kept.parameterRange(1), best.parameterRange(1).text()));
    Stream<Edit> others =
        lines.stream()
            .filter(line -> !line.range().equals(kept.range()))
            .map(Layout::remove)
            .distinct();
    List<Edit> edits = Stream.concat(value, others).toList();
    String advice = "keep one of them, " + HeaderSettings.value(best);
    return edits.isEmpty()
        ? Fix.manual("include the file with the Host line only once")
        : Fix.review(advice, edits);
  }

  /// The one that is what the client sent, port included; of equal ones rather one from a file that
  /// is included.
  private static Directive best(Subject subject, Outcome.Proxied hop, List<Directive> lines) {
    String client =
        subject.first().request().fields().first("Host").orElse(subject.target().authority());
    Directive location = HandshakeMend.locationOf(hop.scope()).block();
    return lines.stream()
        .filter(line -> line.parameters().size() == 2)
        .min(
            Comparator.<Directive, HostComparison.Relation>comparing(
                    line -> relation(client, value(hop, line)))
                .thenComparingInt(DuplicateHostHeader::worth)
                .thenComparing(line -> location.children().contains(line)))
        .orElse(lines.getFirst());
  }

  private static HostComparison.Relation relation(String client, Optional<Value> sent) {
    return sent.filter(Value::isKnown)
        .map(value -> HostComparison.relation(client, value.text()))
        .orElse(HostComparison.Relation.UNKNOWN);
  }

  private static Optional<Value> value(Outcome.Proxied hop, Directive line) {
    return hop.sent().all("Host").stream()
        .filter(field -> field.directive().filter(line::equals).isPresent())
        .map(Sent.Field::value)
        .findFirst();
  }

  private static int worth(Directive line) {
    int place = BY_WORTH.indexOf(HeaderSettings.value(line));
    return place < 0 ? BY_WORTH.size() : place;
  }

  private static boolean isShared(Subject subject, Directive line) {
    return subject.configuration().includesOf(line.range().file()).size() > 1;
  }

  @Override
  public boolean concernsPages() {
    return true;
  }
}
