package dev.wsdoctor.probe;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.ProxyTarget;
import dev.wsdoctor.nginx.Sent;
import dev.wsdoctor.nginx.UpstreamTls;
import java.util.List;
import java.util.Optional;

/// One hop to ask: its name for a person, where to dial, and the request. Without `secured` the hop
/// is plain. `fields` are those besides the handshake's own, which the probe puts in correctly.
public record ProbeTarget(
    String hop,
    Endpoint endpoint,
    Optional<ProbeTls> secured,
    String requestTarget,
    Fields fields) {
  public static final String THROUGH_NGINX = "through nginx";
  public static final String BACKEND = "backend";
  public static final String BACKEND_BY_NAME = "backend, asked by its name";
  public static final String BACKEND_BY_CLIENT_PATH = "backend, asked for the client's path";

  /// The URL as a client opens it.
  public static ProbeTarget through(Target target) {
    return of(THROUGH_NGINX, target);
  }

  /// A backend that the user named by URL.
  public static ProbeTarget backend(Target target) {
    return of(BACKEND, target);
  }

  private static ProbeTarget of(String hop, Target target) {
    return new ProbeTarget(
        hop,
        new Endpoint.Tcp(target.host(), target.port()),
        target.tls() ? Optional.of(ProbeTls.of(target.host())) : Optional.empty(),
        target.requestTarget(),
        Fields.of("Host", target.authority()));
  }

  /// A backend asked as nginx asks it, but with a correct handshake: target and fields are those of
  /// `sent`, except where a value cannot be known before running.
  public static ProbeTarget direct(Endpoint endpoint, Optional<String> tlsName, Sent sent) {
    return asking(endpoint, tlsName.map(ProbeTls::of), sent);
  }

  private static ProbeTarget asking(Endpoint endpoint, Optional<ProbeTls> secured, Sent sent) {
    List<Field> known =
        sent.fields().stream()
            .filter(field -> field.value().isKnown() && !field.value().isEmpty())
            .map(field -> new Field(field.name(), field.value().text()))
            .toList();
    return new ProbeTarget(BACKEND, endpoint, secured, sent.target().text(), new Fields(known));
  }

  /// The peers behind a `proxy_pass` that are not marked `down`, each asked as nginx asks it. None
  /// when the address is known only at run time. The certificate is held against `$proxy_host`, the
  /// default of `proxy_ssl_name`.
  public static List<ProbeTarget> backends(ProxyTarget target, Sent sent) {
    String name = target.host().text();
    return backends(target, target.tls() ? Optional.of(ProbeTls.of(name)) : Optional.empty(), sent);
  }

  /// The same with TLS as this location speaks it: the name of `proxy_ssl_name`, as SNI only with
  /// `proxy_ssl_server_name`, and the authorities that `proxy_ssl_verify` trusts.
  public static List<ProbeTarget> backends(Outcome.Proxied proxied) {
    return backends(
        proxied.target(), UpstreamTls.of(proxied).map(tls -> tls(tls, proxied)), proxied.sent());
  }

  private static ProbeTls tls(UpstreamTls tls, Outcome.Proxied proxied) {
    Optional<String> authorities =
        proxied
            .scope()
            .setting("proxy_ssl_trusted_certificate")
            .map(Directive::parameter)
            .filter(file -> tls.verifies() && file.startsWith("/"));
    return new ProbeTls(tls.name().text(), tls.sendsName(), authorities);
  }

  private static List<ProbeTarget> backends(
      ProxyTarget target, Optional<ProbeTls> secured, Sent sent) {
    if (target.upstream().isEmpty()) {
      return target.host().isKnown()
          ? List.of(asking(Endpoint.of(target.host().text(), target.port()), secured, sent))
          : List.of();
    }
    return target.upstream().get().peers().stream()
        .filter(peer -> !peer.down())
        .map(peer -> asking(Endpoint.of(peer.address(), peer.port()), secured, sent))
        .toList();
  }

  /// The same request to another place, such as one address of the host.
  public ProbeTarget dialling(Endpoint other) {
    return new ProbeTarget(hop, other, secured, requestTarget, fields);
  }

  /// With these fields in place of those of their names.
  public ProbeTarget with(Fields extra) {
    return new ProbeTarget(hop, endpoint, secured, requestTarget, fields.replacing(extra));
  }

  /// The same with the path and query that the client asks for, in place of those that nginx sends.
  public ProbeTarget askingFor(String clientTarget) {
    return new ProbeTarget(BACKEND_BY_CLIENT_PATH, endpoint, secured, clientTarget, fields);
  }

  /// The same under another name, with other fields.
  public ProbeTarget named(String otherHop, Fields others) {
    return new ProbeTarget(otherHop, endpoint, secured, requestTarget, others);
  }

  public boolean tls() {
    return secured.isPresent();
  }

  /// The name that the certificate is held against.
  public Optional<String> tlsName() {
    return secured.map(ProbeTls::name);
  }

  /// The same with the name in the TLS handshake; nothing where it is there already, or there is no
  /// TLS.
  public Optional<ProbeTarget> sendingName() {
    return secured
        .filter(tls -> !tls.sendsName())
        .map(tls -> Optional.of(tls.sendingName()))
        .map(tls -> new ProbeTarget(BACKEND_BY_NAME, endpoint, tls, requestTarget, fields));
  }
}
