package dev.wsdoctor.rule.upstream;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.ProxyTarget;
import dev.wsdoctor.rule.Rule;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;

/// `proxy_pass` leads back to the location that it stands in, or to a port where something else
/// than HTTP is usual.
public final class UpstreamWrongPort implements Rule {
  @Override
  public String id() {
    return "upstream-wrong-port";
  }

  /// A way that has not ended after the last hop that is followed, and goes a second time where it
  /// went before, does so for ever.
  @Override
  public List<Finding> examine(Subject subject) {
    if (subject.hops().size() < Subject.MOST_HOPS) {
      return foreign(subject).stream().toList();
    }
    return subject
        .last()
        .proxied()
        .filter(last -> subject.proxied().filter(hop -> isSame(hop, last)).count() > 1)
        .map(this::finding)
        .stream()
        .toList();
  }

  private Optional<Finding> foreign(Subject subject) {
    return subject
        .last()
        .proxied()
        .flatMap(hop -> ForeignPort.of(hop).map(port -> foreign(hop, port)));
  }

  private Finding foreign(Outcome.Proxied hop, ForeignPort port) {
    String instead = port.instead().isEmpty() ? "" : ": " + port.instead();
    return Finding.of(
            id(),
            Severity.WARNING,
            0.6,
            "%s leads to a port where %s is usual"
                .formatted(hop.by().head().text().strip(), port.service()),
            "nginx opens a socket by an HTTP request; a service that speaks no HTTP makes nonsense of it, and the client"
                + " gets 502 or a closed connection.")
        .at(Place.of(hop.by().head()))
        .mendedBy(Fix.manual("name the port where the sockets are served" + instead));
  }

  private static boolean isSame(Outcome.Proxied hop, Outcome.Proxied other) {
    ProxyTarget one = hop.target();
    return hop.by().equals(other.by())
        && one.port() == other.target().port()
        && one.host().equals(other.target().host());
  }

  private Finding finding(Outcome.Proxied hop) {
    return Finding.of(
            id(),
            Severity.ERROR,
            0.98,
            "%s leads back to this very server".formatted(hop.by().head().text().strip()),
            "nginx itself listens at that address and takes the request again, until its connections are used up; the"
                + " client gets 500 or 502.")
        .at(Place.of(hop.by().head()))
        .mendedBy(Fix.manual("name the address and port where the application listens"));
  }

  @Override
  public boolean concernsPages() {
    return true;
  }
}
