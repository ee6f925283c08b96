package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The addresses of `allow`, `deny` and `set_real_ip_from` as other programs write them: a range,
/// an asterisk, a list, `localhost`, `from`. The same addresses, written as nginx reads them.
final class WrittenAddress {
  private static final Pattern RANGE =
      Pattern.compile("((?:\\d{1,3}\\.){3})(\\d{1,3})-\\1?(\\d{1,3})");
  private static final Pattern ASTERISKS =
      Pattern.compile("((?:\\d{1,3}\\.){1,3})\\*(?:\\.\\*){0,2}");

  private static final Set<String> DIRECTIVES = Set.of("allow", "deny", "set_real_ip_from");

  private WrittenAddress() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    return refusal.says(
            "invalid parameter", "invalid number of arguments", "host not found in set_real")
        ? refusal
            .line()
            .filter(line -> DIRECTIVES.contains(line.name()))
            .flatMap(WrittenAddress::right)
        : Stream.of();
  }

  private static Stream<Candidate> right(Directive line) {
    List<Optional<String>> words =
        line.parameters().stream()
            .flatMap(word -> Arrays.stream(word.split(",")))
            .filter(word -> !word.isBlank() && !word.equalsIgnoreCase("from") && !word.equals("to"))
            .map(WrittenAddress::address)
            .toList();
    if (words.isEmpty() || words.stream().anyMatch(Optional::isEmpty)) {
      return Stream.of();
    }
    String next = ";\n" + " ".repeat(Math.max(0, line.range().column() - 1)) + line.name() + " ";
    String text = words.stream().flatMap(Optional::stream).collect(Collectors.joining(next));
    return Stream.of(
        new Candidate(
            Parameters.all(line, text),
            "write the same addresses as nginx reads them: "
                + words.stream().flatMap(Optional::stream).collect(Collectors.joining(", "))));
  }

  private static Optional<String> address(String word) {
    if (word.equalsIgnoreCase("localhost")) {
      return Optional.of("127.0.0.1");
    }
    if (word.matches("(?i)everyone|everybody|any|\\*|all")) {
      return Optional.of("all");
    }
    Matcher asterisks = ASTERISKS.matcher(word);
    if (asterisks.matches()) {
      int bytes = (int) asterisks.group(1).chars().filter(c -> c == '.').count();
      return Optional.of(asterisks.group(1) + "0.".repeat(3 - bytes) + "0/" + 8 * bytes);
    }
    Matcher range = RANGE.matcher(word);
    if (range.matches()) {
      return network(range);
    }
    return word.matches("[0-9a-fA-F.:]+(?:/\\d{1,3})?") ? Optional.of(word) : Optional.empty();
  }

  /// Only a range that is one network.
  private static Optional<String> network(Matcher range) {
    int first = Integer.parseInt(range.group(2));
    int count = Integer.parseInt(range.group(3)) - first + 1;
    boolean whole = count > 0 && Integer.bitCount(count) == 1 && first % count == 0;
    return whole
        ? Optional.of(range.group(1) + first + "/" + (32 - Integer.numberOfTrailingZeros(count)))
        : Optional.empty();
  }
}
