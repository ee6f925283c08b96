package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Requests go upstream in a version of HTTP that cannot upgrade: 1.0 (the default before nginx
/// 1.29.7) or 2. One rule for two ids, since they are one setting.
final class UpstreamHttpVersion implements Rule {
  private final String id;
  private final String version;

  private UpstreamHttpVersion(String id, String version) {
    this.id = id;
    this.version = version;
  }

  static Rule http10() {
    return new UpstreamHttpVersion("upstream-http-1.0", "HTTP/1.0");
  }

  static Rule http2() {
    return new UpstreamHttpVersion("upstream-http2", "HTTP/2");
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public List<Finding> examine(Subject subject) {
    List<Outcome.Proxied> hops =
        subject
            .proxied()
            .filter(hop -> hop.sent().version().startsWith(version))
            .filter(hop -> !Forgiven.by(subject, hop))
            .toList();
    Optional<Directive> grpc = subject.last().grpcPass();
    if (version.equals("HTTP/2") && grpc.isPresent()) {
      return List.of(grpc(grpc.get()));
    }
    return HandshakeRules.report(
        subject, hops, hop -> finding(subject, hop), hop -> Stream.of(place(hop)));
  }

  private Finding grpc(Directive by) {
    return Finding.of(
            id,
            Severity.ERROR,
            0.97,
            "%s sends the handshake upstream as HTTP/2".formatted(by.head().text().strip()),
            "grpc_pass speaks HTTP/2 and nothing else; a handshake for it would be an extended CONNECT (RFC 8441),"
                + " which nginx does not know.")
        .at(Place.of(by.head()))
        .mendedBy(
            Fix.manual(
                "give the socket a location with proxy_pass to a port where the application speaks HTTP/1.1"));
  }

  private Finding finding(Subject subject, Outcome.Proxied hop) {
    boolean taken = taken(subject);
    return Finding.of(
        id,
        taken ? Severity.WARNING : Severity.ERROR,
        taken ? 0.4 : 0.9,
        "%s sends %s upstream".formatted(HandshakeRules.title(hop), version),
        why(subject, hop));
  }

  private boolean taken(Subject subject) {
    return version.equals("HTTP/1.0")
        && subject.application().filter(known -> known.profile().needs().oldHttp()).isPresent();
  }

  private String why(Subject subject, Outcome.Proxied hop) {
    if (version.equals("HTTP/2")) {
      return "nginx never makes a tunnel of an HTTP/2 upstream request, and HTTP/2 has no Upgrade.";
    }
    String origin =
        hop.scope().setting("proxy_http_version").isPresent()
            ? "proxy_http_version says so"
            : "it is the default of nginx %s (1.1 since 1.29.7)".formatted(subject.version());
    return "A handshake is an HTTP/1.1 request (RFC 6455, 4.1) and most servers refuse it in 1.0%s; %s."
        .formatted(taken(subject) ? ", which this application's does not" : "", origin);
  }

  private static Place place(Outcome.Proxied hop) {
    return hop.scope()
        .setting("proxy_http_version")
        .map(line -> Place.of(line.head()))
        .orElseGet(() -> HandshakeRules.place(hop));
  }
}
