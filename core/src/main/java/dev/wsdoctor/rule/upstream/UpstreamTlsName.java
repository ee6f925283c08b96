package dev.wsdoctor.rule.upstream;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.UpstreamTls;
import dev.wsdoctor.rule.HeaderSettings;
import dev.wsdoctor.rule.LocationSetting;
import dev.wsdoctor.rule.NginxAnswer;
import dev.wsdoctor.rule.Rule;
import dev.wsdoctor.rule.Subject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A TLS backend that is chosen by name gets no name, or one that no certificate has.
public final class UpstreamTlsName implements Rule {
  @Override
  public String id() {
    return "upstream-tls-name";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    if (subject.hops().size() > 1 && NginxAnswer.rejectingTls(subject).isPresent()) {
      return subject.hops().get(subject.hops().size() - 2).proxied().stream()
          .flatMap(hop -> UpstreamTls.of(hop).map(tls -> rejected(subject, hop, tls)).stream())
          .toList();
    }
    return subject
        .last()
        .proxied()
        .flatMap(hop -> UpstreamTls.of(hop).flatMap(tls -> judge(hop, tls)))
        .stream()
        .toList();
  }

  private Optional<Finding> judge(Outcome.Proxied hop, UpstreamTls tls) {
    PublicName backend = PublicName.behind(hop);
    boolean byDefault = tls.nameSetting().isEmpty();
    if (tls.verifies() && byDefault && tls.name().isKnown() && !tls.name().text().contains(".")) {
      return Optional.of(groupName(hop, tls, backend));
    }
    if (tls.verifies() && tls.nameSetting().isEmpty() && backend.isAddress()) {
      return Optional.of(address(hop, tls));
    }
    if (!backend.isPublic()) {
      return Optional.empty();
    }
    if (!tls.sendsName()) {
      return Optional.of(notSent(hop, tls, backend));
    }
    boolean another = tls.name().isKnown() && !tls.name().text().contains(".");
    return another ? Optional.of(groupName(hop, tls, backend)) : Optional.empty();
  }

  /// The next server is one of this nginx, so that what it makes of the name is known.
  private Finding rejected(Subject subject, Outcome.Proxied hop, UpstreamTls tls) {
    Directive reject = NginxAnswer.rejectingTls(subject).orElseThrow();
    String asked = tls.sendsName() ? "the name " + name(tls) : "no name";
    Finding finding =
        finding(
                hop,
                tls.sendsName() ? tls.nameSetting() : tls.sendsNameSetting(),
                "the TLS handshake with the backend has %s, and %s rejects it"
                    .formatted(asked, reject.where()),
                "proxy_ssl_server_name is off by default; without the name of a server that has a certificate the default"
                    + " one answers, whose ssl_reject_handshake ends the connection (\"unrecognized name\"): 502.")
            .weighing(Severity.ERROR, 0.975);
    return hostSetting(hop)
        .map(host -> finding.mendedBy(mend(hop, host)))
        .orElseGet(() -> finding.mendedBy(byHand()));
  }

  /// As Host says which server is meant, so can the name.
  private static Optional<String> hostSetting(Outcome.Proxied hop) {
    return HeaderSettings.last(hop.scope(), "Host")
        .map(HeaderSettings::value)
        .filter(host -> !host.equals("$proxy_host") && !host.isEmpty());
  }

  private static Fix mend(Outcome.Proxied hop, String host) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("proxy_ssl_server_name", "on");
    settings.put("proxy_ssl_name", host);
    return Fix.review(
        "name %s in the TLS handshake".formatted(host), LocationSetting.edits(hop, settings));
  }

  private Finding notSent(Outcome.Proxied hop, UpstreamTls tls, PublicName backend) {
    return finding(
            hop,
            tls.sendsNameSetting(),
            "%s is not told that %s is meant".formatted(backend.kind(), backend.name()),
            "proxy_ssl_server_name is off by default, so the TLS handshake names no server (RFC 6066, 3); a front end"
                + " that serves many names then refuses, or answers for another site.")
        .weighing(
            backend.isShared() ? Severity.ERROR : Severity.WARNING, backend.isShared() ? 0.85 : 0.6)
        .mendedBy(mend(hop, tls, backend));
  }

  private Finding groupName(Outcome.Proxied hop, UpstreamTls tls, PublicName backend) {
    Finding finding =
        finding(
            hop,
            tls.nameSetting(),
            tls.verifies()
                ? "the backend's certificate is checked against the name %s".formatted(name(tls))
                : "the backend is asked for by the name %s".formatted(name(tls)),
            "Unless proxy_ssl_name says otherwise the name is the host in proxy_pass, for an upstream group the group's"
                + " name; nginx then answers 502 (\"upstream SSL certificate does not match\") or gets another site.");
    return backend.isPublic()
        ? finding.mendedBy(mend(hop, tls, backend))
        : finding.mendedBy(byHand());
  }

  private Finding address(Outcome.Proxied hop, UpstreamTls tls) {
    return finding(
            hop,
            tls.verifySetting(),
            "the backend's certificate is checked against the address %s".formatted(name(tls)),
            "nginx compares an address with the DNS names of a certificate only, also when the certificate lists the"
                + " address itself, and answers 502 (\"upstream SSL certificate does not match\").")
        .mendedBy(byHand());
  }

  private static String name(UpstreamTls tls) {
    return "\"" + tls.name().text() + "\"";
  }

  private static Fix byHand() {
    return Fix.manual(
        "set proxy_ssl_name to a name that the certificate has, and proxy_ssl_server_name on");
  }

  private static Fix mend(Outcome.Proxied hop, UpstreamTls tls, PublicName backend) {
    Map<String, String> settings = new LinkedHashMap<>();
    if (!tls.sendsName()) {
      settings.put("proxy_ssl_server_name", "on");
    }
    if (!tls.name().text().equalsIgnoreCase(backend.name())) {
      settings.put("proxy_ssl_name", backend.name());
    }
    return Fix.review(
        "name %s in the TLS handshake".formatted(backend.name()),
        LocationSetting.edits(hop, settings));
  }

  private Finding finding(
      Outcome.Proxied hop, Optional<Directive> setting, String summary, String why) {
    return Finding.of(id(), Severity.ERROR, 0.9, summary, why)
        .at(setting.map(line -> Place.of(line.head())).orElse(Place.of(hop.by().head())));
  }

  @Override
  public boolean concernsPages() {
    return true;
  }
}
