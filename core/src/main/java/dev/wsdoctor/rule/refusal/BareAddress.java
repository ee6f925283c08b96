package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.rule.WrittenDirectives;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// An IPv6 address without brackets: nginx takes what follows its first colon for a port.
final class BareAddress {
  private static final Pattern REFUSED =
      Pattern.compile("invalid port in .*\"([0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F:]*)\".*");

  private BareAddress() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    Matcher refused = REFUSED.matcher(refusal.message());
    return refused.matches()
        ? WrittenDirectives.of(refusal.subject().configuration(), refusal.place().file())
            .flatMap(directive -> candidates(directive, refused.group(1)))
        : Stream.of();
  }

  private static Stream<Candidate> candidates(Directive directive, String address) {
    return IntStream.range(0, directive.parameterCount())
        .filter(index -> directive.parameters().get(index).equals(address))
        .mapToObj(directive::parameterRange)
        .flatMap(
            range ->
                Stream.of(
                        "[" + address + "]", address.replaceFirst("^(.*:):(\\d{2,5})$", "[$1]:$2"))
                    .map(
                        text ->
                            new Candidate(
                                new Edit(range, text),
                                "put %s in brackets (%s)".formatted(address, directive.where()))));
  }
}
