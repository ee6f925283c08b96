package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.rule.WrittenDirectives;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A proxy_pass that gives an upstream block a port: the servers of the block have theirs.
final class SuperfluousPort {
  private static final Pattern MESSAGE =
      Pattern.compile("upstream \"([^\"]+)\" may not have port (\\d+)");

  private SuperfluousPort() {}

  /// All such lines of the file together.
  static Stream<Candidate> candidates(Refusal refusal, SourceFile file) {
    Matcher named = MESSAGE.matcher(refusal.message());
    if (!named.find()) {
      return Stream.of();
    }
    Pattern address =
        Pattern.compile(
            "(?i)^(https?://" + Pattern.quote(named.group(1)) + "):" + named.group(2) + "(?!\\d)");
    List<Edit> edits =
        WrittenDirectives.of(refusal.subject().configuration(), file)
            .filter(directive -> directive.is("proxy_pass"))
            .filter(pass -> address.matcher(pass.parameter()).find())
            .map(pass -> without(pass, address))
            .toList();
    return edits.isEmpty()
        ? Stream.of()
        : Stream.of(
            new Candidate(
                edits,
                "proxy to %s without a port: the servers of the upstream have theirs"
                    .formatted(named.group(1)),
                List.of()));
  }

  private static Edit without(Directive pass, Pattern address) {
    return new Edit(pass.parameterRange(0), address.matcher(pass.parameter()).replaceFirst("$1"));
  }
}
