package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.rule.WrittenDirectives;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Times, sizes and flags as other programs write them: `3600sec`, `16KB`, `true`.
final class WrittenUnit {
  private static final Pattern QUANTITY = Pattern.compile("(\\d+)([a-zA-Z]+)");

  /// nginx's own letter for what people write out.
  private static final Map<String, String> UNITS =
      Map.ofEntries(
          Map.entry("ms|msec|msecs|millis", "ms"),
          Map.entry("sec|secs|second|seconds", "s"),
          Map.entry("min|mins|minute|minutes", "m"),
          Map.entry("hr|hrs|hour|hours", "h"),
          Map.entry("day|days", "d"),
          Map.entry("kb|kib", "k"),
          Map.entry("mb|mib", "m"),
          Map.entry("gb|gib", "g"));

  private WrittenUnit() {}

  /// All lines of the file together.
  static Stream<Candidate> candidates(Refusal refusal, SourceFile file) {
    if (refusal.message().contains("invalid number of arguments")) {
      return together(
          WrittenDirectives.of(refusal.subject().configuration(), file)
              .filter(line -> refusal.message().contains("\"%s\"".formatted(line.name())))
              .flatMap(line -> apart(line).stream())
              .toList());
    }
    if (!refusal.message().contains("invalid value")) {
      return Stream.of();
    }
    boolean flags = refusal.message().contains("it must be \"on\" or \"off\"");
    List<Edit> edits =
        WrittenDirectives.of(refusal.subject().configuration(), file)
            .filter(line -> !line.isBlock())
            .flatMap(line -> flags ? flag(line, refusal.message()).stream() : quantities(line))
            .toList();
    return together(edits);
  }

  private static Stream<Candidate> together(List<Edit> edits) {
    return edits.isEmpty()
        ? Stream.of()
        : Stream.of(new Candidate(edits, advice(edits), places(edits)));
  }

  /// `24 h`, which are two words to nginx.
  private static Optional<Edit> apart(Directive line) {
    if (line.parameterCount() != 2) {
      return Optional.empty();
    }
    String number = line.parameter();
    String unit = unit(line.lastParameter()).orElse(line.lastParameter());
    SourceRange first = line.parameterRange(0);
    return number.matches("\\d+") && unit.matches("ms|[smhdwMykg]")
        ? Optional.of(
            new Edit(
                new SourceRange(first.file(), first.start(), line.parameterRange(1).end()),
                number + unit))
        : Optional.empty();
  }

  private static List<SourceRange> places(List<Edit> edits) {
    return edits.stream().map(Edit::range).limit(3).toList();
  }

  private static Stream<Edit> quantities(Directive line) {
    return IntStream.range(0, line.parameterCount())
        .mapToObj(index -> new Edit(line.parameterRange(index), right(line, index)))
        .filter(edit -> !edit.replacement().isEmpty());
  }

  /// A quantity with nginx's letter for its unit, if it has another one.
  static Optional<String> right(String quantity) {
    Matcher written = QUANTITY.matcher(quantity);
    return written.matches()
        ? unit(written.group(2)).map(unit -> written.group(1) + unit)
        : Optional.empty();
  }

  private static String right(Directive line, int index) {
    if (line.is("proxy_http_version")) {
      String version = line.parameter().replaceFirst("(?i)^(http/?|v)?(1)[.,](1|0)\\.?$", "$2.$3");
      return version.equals(line.parameter()) ? "" : version;
    }
    return right(line.parameters().get(index)).orElse("");
  }

  private static Optional<String> unit(String written) {
    return UNITS.entrySet().stream()
        .filter(entry -> written.matches("(?i)" + entry.getKey()))
        .map(Map.Entry::getValue)
        .filter(unit -> !unit.equals(written))
        .findFirst();
  }

  private static Optional<Edit> flag(Directive line, String message) {
    if (!message.contains("in \"%s\" directive".formatted(line.name()))
        || line.parameterCount() != 1) {
      return Optional.empty();
    }
    String written = line.parameter();
    String right =
        written.matches("(?i)on|true|yes|1|enabled?|allow(?:ed)?")
            ? "on"
            : written.matches("(?i)off|false|no|0|disabled?|none") ? "off" : "";
    return Optional.of(new Edit(line.parameterRange(0), right))
        .filter(edit -> !right.isEmpty() && !right.equals(written));
  }

  private static String advice(List<Edit> edits) {
    return "write "
        + edits.stream()
            .map(edit -> "%s for %s".formatted(edit.replacement(), edit.range().text()))
            .distinct()
            .collect(Collectors.joining(", "));
  }
}
