package dev.wsdoctor.probe;

import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.ProxyTarget;
import dev.wsdoctor.nginx.Sent;
import java.util.List;
import java.util.Optional;

/// One hop to ask: its name for a person, where to dial, and the request. `tlsName` is the name for
/// SNI and certificate; without it the hop is plain. `fields` are those besides the handshake's
/// own, which the probe puts in correctly.
public record ProbeTarget(
    String hop, Endpoint endpoint, Optional<String> tlsName, String requestTarget, Fields fields) {
  public static final String THROUGH_NGINX = "through nginx";
  public static final String BACKEND = "backend";

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
        target.tls() ? Optional.of(target.host()) : Optional.empty(),
        target.requestTarget(),
        Fields.of("Host", target.authority()));
  }

  /// A backend asked as nginx asks it, but with a correct handshake: target and fields are those of
  /// `sent`, except where a value cannot be known before running.
  public static ProbeTarget direct(Endpoint endpoint, Optional<String> tlsName, Sent sent) {
    List<Field> known =
        sent.fields().stream()
            .filter(field -> field.value().isKnown() && !field.value().isEmpty())
            .map(field -> new Field(field.name(), field.value().text()))
            .toList();
    return new ProbeTarget(BACKEND, endpoint, tlsName, sent.target().text(), new Fields(known));
  }

  /// The peers behind a `proxy_pass` that are not marked `down`, each asked as nginx asks it. None
  /// when the address is known only at run time. The certificate is held against `$proxy_host`, the
  /// default of `proxy_ssl_name`.
  public static List<ProbeTarget> backends(ProxyTarget target, Sent sent) {
    Optional<String> tlsName = target.tls() ? Optional.of(target.host().text()) : Optional.empty();
    if (target.upstream().isEmpty()) {
      return target.host().isKnown()
          ? List.of(direct(Endpoint.of(target.host().text(), target.port()), tlsName, sent))
          : List.of();
    }
    return target.upstream().get().peers().stream()
        .filter(peer -> !peer.down())
        .map(peer -> direct(Endpoint.of(peer.address(), peer.port()), tlsName, sent))
        .toList();
  }

  /// The same request to another place, such as one address of the host.
  public ProbeTarget dialling(Endpoint other) {
    return new ProbeTarget(hop, other, tlsName, requestTarget, fields);
  }

  /// With these fields in place of those of their names.
  public ProbeTarget with(Fields extra) {
    return new ProbeTarget(hop, endpoint, tlsName, requestTarget, fields.replacing(extra));
  }

  public boolean tls() {
    return tlsName.isPresent();
  }
}
