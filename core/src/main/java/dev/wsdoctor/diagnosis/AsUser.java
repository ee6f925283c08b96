package dev.wsdoctor.diagnosis;

import dev.wsdoctor.http.Request;
import dev.wsdoctor.nginx.AnswerReason;
import dev.wsdoctor.nginx.Connection;
import dev.wsdoctor.nginx.FileView;
import dev.wsdoctor.nginx.Nginx;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.rule.Hop;

/// Takes the client for one that is let in: whoever asks why a socket fails has credentials, and an
/// address that the list allows, if the list allows any.
final class AsUser {
  private AsUser() {}

  static Hop hop(Hop hop, Nginx nginx, FileView files) {
    if (!(hop.decision().outcome() instanceof Outcome.Answered answer)) {
      return hop;
    }
    if (answer.reason() == AnswerReason.AUTH_BASIC) {
      return withCredentials(hop, nginx, files);
    }
    return answer.reason() == AnswerReason.DENIED ? fromAllowedAddress(hop, nginx, files) : hop;
  }

  private static Hop withCredentials(Hop hop, Nginx nginx, FileView files) {
    if (hop.request().fields().has("Authorization")) {
      return hop;
    }
    Request request =
        new Request(
            hop.request().method(),
            hop.request().target(),
            hop.request().version(),
            hop.request().fields().and("Authorization", Hop.ASSUMED_CREDENTIALS));
    return new Hop(hop.connection(), request, nginx.decide(hop.connection(), request, files));
  }

  private static Hop fromAllowedAddress(Hop hop, Nginx nginx, FileView files) {
    return hop.decision().scope().stream()
        .flatMap(scope -> scope.inForce("allow").stream())
        .map(allow -> allow.parameter().replaceFirst("/.*", ""))
        .filter(address -> address.matches("[0-9a-fA-F.:]+"))
        .findFirst()
        .map(address -> from(hop, address, nginx, files))
        .orElse(hop);
  }

  private static Hop from(Hop hop, String client, Nginx nginx, FileView files) {
    Connection from =
        new Connection(
            hop.connection().address(),
            hop.connection().port(),
            hop.connection().tls(),
            hop.connection().serverName(),
            hop.connection().alpn(),
            client);
    return new Hop(from, hop.request(), nginx.decide(from, hop.request(), files));
  }
}
