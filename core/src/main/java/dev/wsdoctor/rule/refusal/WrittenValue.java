package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Catalogue;
import dev.wsdoctor.directive.ValueType;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A number, size or time that nginx has no way to write: fractions, "infinite", a negative one, a
/// unit where a bare number is wanted, a comma behind it, one beyond the bounds.
final class WrittenValue {
  private static final Pattern FRACTION = Pattern.compile("(\\d+\\.\\d+)([a-zA-Z]*)");
  private static final Pattern WITH_UNIT = Pattern.compile("(\\d+)([kKmM])[bB]?");
  private static final Pattern BOUNDS = Pattern.compile("value must be between (\\d+) and (\\d+)");
  private static final Pattern CLOCK = Pattern.compile("(\\d{1,3}):(\\d\\d):(\\d\\d)");
  private static final Pattern ENDLESS =
      Pattern.compile("(?i)-\\d+\\w*|infinit[ey]|unlimited|never|none|off|max|forever|inf");

  /// The next smaller unit, and how many of it make one.
  private static final Map<String, Smaller> SMALLER =
      Map.of(
          "h", new Smaller(60, "m"),
          "m", new Smaller(60, "s"),
          "s", new Smaller(1000, "ms"),
          "", new Smaller(1000, "ms"),
          "d", new Smaller(24, "h"),
          "w", new Smaller(7, "d"));

  private static final Map<String, Smaller> SMALLER_SIZE =
      Map.of("g", new Smaller(1024, "m"), "m", new Smaller(1024, "k"), "k", new Smaller(1024, ""));

  private record Smaller(int count, String unit) {}

  private WrittenValue() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    return refusal.says("invalid value", "invalid number", "value must be")
        ? refusal
            .line()
            .filter(line -> line.parameterCount() == 1)
            .flatMap(line -> right(refusal, line).map(text -> written(line, text)))
        : Stream.of();
  }

  private static Candidate written(Directive line, String text) {
    return new Candidate(
        Parameters.written(line, 0, text), "write %s for %s".formatted(text, line.parameter()));
  }

  private static Stream<String> right(Refusal refusal, Directive line) {
    String written = line.parameter();
    List<ValueType.Kind> kinds =
        Catalogue.of(refusal.subject().version()).find(line.name()).stream()
            .map(meaning -> meaning.value().kind())
            .toList();
    boolean size = kinds.contains(ValueType.Kind.SIZE) || kinds.contains(ValueType.Kind.OFFSET);
    boolean time =
        kinds.contains(ValueType.Kind.MILLISECONDS)
            || kinds.contains(ValueType.Kind.SECONDS)
            || line.is("expires");
    String bare = written.replaceFirst("[,;.:]+$", "");
    Stream<String> plain = bare.equals(written) ? Stream.of() : Stream.of(bare);
    Stream<String> quantity =
        Stream.of(
                fraction(written, size ? SMALLER_SIZE : SMALLER).filter(_ -> size || time),
                whole(written).filter(_ -> !size && !time),
                bounded(refusal, written),
                endless(line, size, time),
                Optional.of(written.replaceAll("^\\+|[_,']", "")).filter(w -> !w.equals(written)),
                product(written),
                clock(written).filter(_ -> time),
                WrittenUnit.right(written))
            .flatMap(Optional::stream);
    return Stream.concat(plain, quantity);
  }

  private static Optional<String> fraction(String written, Map<String, Smaller> units) {
    Matcher fraction = FRACTION.matcher(written.toLowerCase(Locale.ROOT));
    if (!fraction.matches() || !units.containsKey(fraction.group(2))) {
      return Optional.empty();
    }
    Smaller smaller = units.getOrDefault(fraction.group(2), new Smaller(1, ""));
    BigDecimal number =
        new BigDecimal(fraction.group(1)).multiply(BigDecimal.valueOf(smaller.count()));
    return Optional.of(number.toBigInteger() + smaller.unit());
  }

  /// `10k` where nginx counts pieces.
  private static Optional<String> whole(String written) {
    Matcher unit = WITH_UNIT.matcher(written);
    return unit.matches()
        ? Optional.of(
            String.valueOf(
                Long.parseLong(unit.group(1))
                    * (unit.group(2).equalsIgnoreCase("k") ? 1024 : 1024 * 1024)))
        : Optional.empty();
  }

  /// `60*60`
  private static Optional<String> product(String written) {
    return written.matches("\\d{1,4}(?:\\*\\d{1,4}){1,2}")
        ? Optional.of(
            String.valueOf(
                Stream.of(written.split("\\*"))
                    .mapToLong(Long::parseLong)
                    .reduce(1, (a, b) -> a * b)))
        : Optional.empty();
  }

  /// `01:30:00`
  private static Optional<String> clock(String written) {
    Matcher parts = CLOCK.matcher(written);
    return parts.matches()
        ? Optional.of(
            Long.parseLong(parts.group(1)) * 3600
                + Long.parseLong(parts.group(2)) * 60
                + Long.parseLong(parts.group(3))
                + "s")
        : Optional.empty();
  }

  private static Optional<String> bounded(Refusal refusal, String written) {
    Matcher bounds = BOUNDS.matcher(refusal.message());
    return bounds.find() && written.matches("\\d{1,9}")
        ? Optional.of(
            Integer.parseInt(written) < Integer.parseInt(bounds.group(1))
                ? bounds.group(1)
                : bounds.group(2))
        : Optional.empty();
  }

  /// No time is endless in nginx, but a day is longer than any pause; no limit of sizes is 0, and
  /// as many files as anybody needs are 65535.
  private static Optional<String> endless(Directive line, boolean size, boolean time) {
    if (!ENDLESS.matcher(line.parameter()).matches()) {
      return Optional.empty();
    }
    return time
        ? Optional.of("1d")
        : size
            ? Optional.of("0")
            : Optional.of("65535").filter(_ -> line.is("worker_rlimit_nofile"));
  }
}
