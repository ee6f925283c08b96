package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.WrittenDirectives;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.stream.Stream;

/// A proxy_pass with a URI part where nginx allows none: in a regular expression's location, a
/// named one, or an `if`.
final class SuperfluousUri {
  private SuperfluousUri() {}

  static Stream<Candidate> candidates(Refusal refusal, SourceFile file) {
    if (!refusal.message().contains("cannot have URI part")) {
      return Stream.of();
    }
    return WrittenDirectives.of(refusal.subject().configuration(), file)
        .filter(directive -> directive.is("proxy_pass") && directive.parameterCount() == 1)
        .filter(pass -> !pass.parameter().equals(SocketLocations.origin(pass)))
        .map(SuperfluousUri::candidate);
  }

  private static Candidate candidate(Directive pass) {
    String origin = SocketLocations.origin(pass);
    return new Candidate(new Edit(pass.parameterRange(0), origin), "proxy to " + origin);
  }
}
