package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.VirtualServer;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.HandshakeRules;
import dev.wsdoctor.rule.NginxAnswer;
import dev.wsdoctor.rule.Rule;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;

/// wss is opened and no TLS listener of this configuration is there for the name.
public final class TlsListenerMissing implements Rule {
  @Override
  public String id() {
    return "tls-listener-missing";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    if (!subject.target().tls()) {
      return List.of();
    }
    if (!subject.first().connection().tls()) {
      return List.of(none(subject).weighing(Severity.ERROR, isTlsSite(subject) ? 0.98 : 0.8));
    }
    return switch (subject.first().decision().outcome()) {
      case Outcome.WrongProtocol(boolean tls, Optional<Directive> by) when !tls ->
          List.of(plain(subject, by));
      case Outcome.NotListening() -> List.of(none(subject));
      case Outcome.WrongProtocol _,
          Outcome.Proxied _,
          Outcome.Answered _,
          Outcome.Static _,
          Outcome.Handled _,
          Outcome.Closed _,
          Outcome.NotLoaded _ ->
          anothersName(subject);
    };
  }

  private Finding plain(Subject subject, Optional<Directive> by) {
    Finding finding =
        finding(
            "port %s is not a TLS listener: its listen has no ssl"
                .formatted(subject.target().port()));
    return by.map(listen -> finding.at(Place.of(listen.head())).mendedBy(mend(subject, listen)))
        .orElse(finding);
  }

  private static Fix mend(Subject subject, Directive listen) {
    boolean certified =
        subject.nginx().servers().stream()
            .filter(server -> server.directive().body("listen").anyMatch(listen::equals))
            .anyMatch(server -> server.scope().setting("ssl_certificate").isPresent());
    return certified
        ? Fix.review(
            "make it a TLS listener",
            List.of(Edit.insert(listen.range().file(), listen.head().end(), " ssl")))
        : Fix.manual(
            "give the server ssl_certificate and ssl_certificate_key, and its listen the parameter ssl");
  }

  private Finding none(Subject subject) {
    return finding("nothing listens on port %s, where wss goes".formatted(subject.target().port()))
        .mendedBy(NewListen.mend(subject).orElseGet(() -> noListener(subject)));
  }

  private static Fix noListener(Subject subject) {
    return Fix.manual(
        "add listen %s ssl with ssl_certificate and ssl_certificate_key to the server of %s, or open ws:// at a"
                .formatted(subject.target().port(), subject.target().host())
            + " port that is served");
  }

  /// TLS could end in front of this nginx, but a server of the name has a certificate of its own.
  private static boolean isTlsSite(Subject subject) {
    return subject.nginx().servers().stream()
        .filter(server -> server.isNamed(subject.target().host()))
        .anyMatch(server -> !server.scope().own("ssl_certificate").isEmpty());
  }

  /// The name is served without TLS only, so that another server's certificate answers.
  private List<Finding> anothersName(Subject subject) {
    String host = subject.target().host();
    Optional<VirtualServer> chosen = subject.first().decision().server();
    if (chosen.isEmpty() || chosen.get().isNamed(host)) {
      return List.of();
    }
    Optional<Directive> rejecting = NginxAnswer.rejectingTls(subject);
    if (rejecting.isPresent() && subject.hops().size() == 1) {
      return List.of(rejected(subject, rejecting.get()));
    }
    return subject.nginx().servers().stream()
        .filter(server -> server.listens().stream().noneMatch(listen -> listen.ssl()))
        .filter(server -> server.isNamed(host))
        .findFirst()
        .map(server -> List.of(nameless(subject, chosen.get(), server)))
        .map(findings -> opens(subject) ? weakened(findings) : findings)
        .orElse(List.of());
  }

  private Finding rejected(Subject subject, Directive rejecting) {
    return finding(
            "no TLS server is called %s, and the default one rejects the handshake"
                .formatted(subject.target().host()))
        .at(Place.of(rejecting.head()))
        .mendedBy(
            Fix.manual(
                "give the server that has the socket the name %s and listen %s ssl with a certificate"
                    .formatted(subject.target().host(), subject.target().port())));
  }

  /// Through a default server without the name it works all the same, if its certificate does.
  private static boolean opens(Subject subject) {
    return subject
        .first()
        .proxied()
        .filter(proxied -> HandshakeRules.of(proxied) == HandshakeRules.Fault.NONE)
        .isPresent();
  }

  private static List<Finding> weakened(List<Finding> findings) {
    return findings.stream().map(one -> one.weighing(Severity.WARNING, 0.5)).toList();
  }

  private Finding nameless(Subject subject, VirtualServer chosen, VirtualServer plain) {
    return finding(
            "%s is served without TLS only; %s answers wss for it"
                .formatted(subject.target().host(), BlockTitle.withPlace(chosen.directive())))
        .at(List.of(Place.of(plain.directive().head()), Place.of(chosen.directive().head())))
        .mendedBy(
            Fix.manual(
                "add listen %s ssl and a certificate to %s"
                    .formatted(subject.target().port(), BlockTitle.withPlace(plain.directive()))));
  }

  private Finding finding(String summary) {
    return Finding.of(
        id(),
        Severity.ERROR,
        0.96,
        summary,
        "wss is TLS from the first byte: without a TLS listener for the name the handshake fails before any"
            + " request is read.");
  }

  @Override
  public boolean concernsPages() {
    return true;
  }
}
