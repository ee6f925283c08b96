package dev.wsdoctor.rule.upstream;

import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.AnswerReason;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.rule.NginxAnswer;
import dev.wsdoctor.rule.Rule;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// http:// to a port where TLS is usual, or https:// to one where it is not. Only a look at the
/// backend is proof; the port makes it likely.
public final class UpstreamSchemeSuspicious implements Rule {
  private static final Set<Integer> TLS_PORTS = Set.of(443, 8443, 9443);

  @Override
  public String id() {
    return "upstream-scheme-mismatch";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return schemeless(subject)
        .or(() -> toOwnListener(subject))
        .or(
            () ->
                subject
                    .last()
                    .proxied()
                    .filter(UpstreamSchemeSuspicious::isSuspicious)
                    .map(this::finding))
        .stream()
        .toList();
  }

  /// A variable whose value is an address and no URL.
  private Optional<Finding> schemeless(Subject subject) {
    return NginxAnswer.of(subject)
        .filter(answer -> answer.reason() == AnswerReason.UPSTREAM_UNUSABLE)
        .filter(answer -> answer.status() == 500)
        .flatMap(Outcome.Answered::by)
        .filter(pass -> pass.parameter().startsWith("$"))
        .map(
            pass ->
                Finding.of(
                        id(),
                        Severity.ERROR,
                        0.9,
                        "%s makes no URL: nginx answers 500".formatted(pass.head().text().strip()),
                        "What the variables come to must begin with http:// or https:// (\"invalid URL prefix\").")
                    .at(Place.of(pass.head()))
                    .mendedBy(
                        Fix.review(
                            "write the scheme in front",
                            List.of(
                                Edit.insert(
                                    pass.range().file(),
                                    pass.parameterRange(0).start(),
                                    "http://")))));
  }

  /// The port is one of this nginx, and it is known what is spoken there.
  private Optional<Finding> toOwnListener(Subject subject) {
    int hops = subject.hops().size();
    boolean differs =
        hops > 1 && subject.last().decision().outcome() instanceof Outcome.WrongProtocol;
    return (differs ? subject.hops().get(hops - 2).proxied() : Optional.<Outcome.Proxied>empty())
        .map(hop -> finding(hop).weighing(Severity.ERROR, 0.97));
  }

  private static boolean isSuspicious(Outcome.Proxied hop) {
    int port =
        hop.target()
            .upstream()
            .map(group -> group.peers().getFirst().port())
            .orElse(hop.target().port());
    return hop.target().tls() ? port == 80 : TLS_PORTS.contains(port);
  }

  private Finding finding(Outcome.Proxied hop) {
    boolean tls = hop.target().tls();
    SourceRange url = hop.by().parameterRange(0);
    Finding finding =
        Finding.of(
                id(),
                Severity.WARNING,
                0.56,
                "%s speaks %s to a port where %s is usual"
                    .formatted(
                        hop.by().head().text().strip(),
                        tls ? "TLS" : "plain HTTP",
                        tls ? "plain HTTP" : "TLS"),
                "A backend that expects TLS answers plain HTTP with 400 or a reset, and the other way round the TLS"
                    + " handshake fails: nginx answers 502.")
            .at(Place.of(hop.by().head()));
    boolean literal = url.text().startsWith(tls ? "https://" : "http://");
    return literal
        ? finding.mendedBy(
            Fix.review(
                "use the other scheme", List.of(new Edit(scheme(url), tls ? "http" : "https"))))
        : finding;
  }

  private static SourceRange scheme(SourceRange url) {
    return new SourceRange(url.file(), url.start(), url.start() + url.text().indexOf("://"));
  }
}
