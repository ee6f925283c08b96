package dev.wsdoctor.rule.path;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.rule.Subject;
import java.util.Optional;

/// The path that the client asks for, where the last hop sends another one.
public final class PathAsAsked {
  private PathAsAsked() {}

  /// The request target that came in; nothing where it goes on as it came.
  public static Optional<String> of(Subject subject) {
    String asked = subject.last().request().target();
    return subject
        .last()
        .proxied()
        .filter(hop -> hop.sent().target().isKnown())
        .filter(hop -> !hop.sent().target().text().equals(asked))
        .map(_ -> asked);
  }

  /// The cause when the backend was seen to open the path that the client asks for and to refuse
  /// the one that is sent.
  public static Optional<Finding> cause(Subject subject) {
    return subject
        .last()
        .proxied()
        .map(hop -> SentPath.of(subject.last(), hop))
        .map(PathAsAsked::cause);
  }

  private static Finding cause(SentPath path) {
    return Finding.of(
            "proxy-pass-rewrites-path",
            Severity.ERROR,
            0.97,
            "the backend has its socket at %s, and is asked for %s"
                .formatted(path.asked(), path.sent()),
            "The URI part of proxy_pass, or a rewrite, makes another path of the one that the client asks for.")
        .at(Place.of(path.proxied().by().head()))
        .mendedBy(path.unchanged());
  }
}
