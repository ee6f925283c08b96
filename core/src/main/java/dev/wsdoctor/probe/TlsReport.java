package dev.wsdoctor.probe;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.http.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the TLS side of a hop shows, and what a browser would say to it. `attempts` are the same
/// handshake with one thing changed each; `redirect` is where plain HTTP sends the socket's path.
public record TlsReport(
    Target target,
    Observation handshake,
    List<Certificate> chain,
    boolean stapled,
    List<Attempt> attempts,
    Optional<Observation> plain,
    List<String> remarks,
    List<Finding> causes) {
  public TlsReport {
    chain = List.copyOf(chain);
    attempts = List.copyOf(attempts);
    remarks = List.copyOf(remarks);
    causes = List.copyOf(causes);
  }

  /// A certificate as the server sent it; `key` is its algorithm and size, `EC 256`.
  public record Certificate(
      String subject,
      String issuer,
      List<String> names,
      Instant from,
      Instant until,
      String key,
      String signature) {
    public Certificate {
      names = List.copyOf(names);
    }
  }

  /// One more TLS handshake: what was changed and what came of it.
  public record Attempt(String what, String outcome) {}
}
