package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.rule.WrittenDirectives;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A `server_name` whose asterisk stands where nginx allows none, and which is meant for the host
/// of the URL: that name is written out.
final class WrittenName {
  private static final Pattern MESSAGE =
      Pattern.compile(
          "(?:invalid server name or wildcard|server name) \"([^\"]*\\*[^\"]*)\" (?:is invalid|on ).*");

  private WrittenName() {}

  static Stream<Candidate> candidates(Refusal refusal, SourceFile file) {
    Matcher invalid = MESSAGE.matcher(refusal.message());
    String host = refusal.subject().target().host().toLowerCase(Locale.ROOT);
    return invalid.lookingAt() && isMeant(invalid.group(1), host)
        ? WrittenDirectives.of(refusal.subject().configuration(), file)
            .filter(line -> line.is("server_name"))
            .flatMap(line -> candidates(line, invalid.group(1), host))
        : Stream.of();
  }

  private static boolean isMeant(String pattern, String host) {
    String regex =
        Arrays.stream(pattern.toLowerCase(Locale.ROOT).split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return host.matches(regex);
  }

  private static Stream<Candidate> candidates(Directive line, String invalid, String host) {
    return IntStream.range(0, line.parameterCount())
        .filter(index -> line.parameters().get(index).equals(invalid))
        .mapToObj(line::parameterRange)
        .map(
            range ->
                new Candidate(
                    new Edit(range, host),
                    "write %s for %s: an asterisk stands for whole labels, at the beginning or the end of a name"
                        .formatted(host, invalid)));
  }
}
