package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The shared memory of a limit, of TLS sessions or of a cache: without a size, too small, with a
/// rate that nginx cannot read, not named where it is used, or declared nowhere.
final class UndeclaredZone {
  private static final Pattern NEVER_MADE =
      Pattern.compile("zero size shared memory zone \"([^\"]+)\"");
  private static final String SIZE = "10m";

  private UndeclaredZone() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    Stream<Candidate> declared =
        refusal.group(NEVER_MADE).stream().flatMap(name -> declared(refusal, name).stream());
    Stream<Candidate> sized =
        refusal.says("zone size", "is too small", "invalid rate", "session cache")
            ? refusal.line().flatMap(UndeclaredZone::sized)
            : Stream.of();
    Stream<Candidate> named =
        refusal.says("must have \"zone\" parameter")
            ? refusal.line().flatMap(line -> named(refusal, line))
            : Stream.of();
    Stream<Candidate> keys =
        refusal.says("must have \"keys_zone\" parameter")
            ? refusal.line().map(line -> keys(refusal, line))
            : Stream.of();
    return Stream.of(declared, sized, named, keys).flatMap(candidates -> candidates);
  }

  private static Optional<Candidate> declared(Refusal refusal, String name) {
    Optional<Directive> use =
        refusal
            .everywhere()
            .filter(line -> line.is("limit_req") || line.is("limit_conn"))
            .filter(
                line -> line.parameters().contains("zone=" + name) || line.parameter().equals(name))
            .findFirst();
    Optional<Directive> server =
        refusal
            .subject()
            .configuration()
            .http()
            .flatMap(http -> http.children().stream().findFirst());
    return use.flatMap(line -> server.map(before -> declared(line, name, before)));
  }

  private static Candidate declared(Directive use, String name, Directive before) {
    String zone = "%s_zone $binary_remote_addr zone=%s:%s".formatted(use.name(), name, SIZE);
    boolean rate = use.is("limit_req");
    return new Candidate(
        List.of(Layout.before(before, List.of(zone + (rate ? " rate=10r/s;" : ";")))),
        "declare the zone %s that %s (%s) uses%s"
            .formatted(
                name,
                use.name(),
                use.where(),
                rate ? "; the rate is one for you to choose" : ": connections by address"),
        List.of(use.head()));
  }

  private static Stream<Candidate> sized(Directive line) {
    return IntStream.range(0, line.parameterCount())
        .boxed()
        .flatMap(
            index ->
                sized(line, line.parameters().get(index))
                    .map(
                        text ->
                            new Candidate(
                                Parameters.written(line, index, text),
                                "write %s for %s".formatted(text, line.parameters().get(index))))
                    .stream());
  }

  private static Optional<String> sized(Directive line, String word) {
    if (word.startsWith("rate=")) {
      return rate(word.substring("rate=".length())).map(rate -> "rate=" + rate);
    }
    if (word.matches("(?:keys_)?zone=[^:]+(?::.*)?")) {
      return Optional.of(word.replaceFirst(":.*", "") + ":" + SIZE);
    }
    if (line.is("ssl_session_cache") && word.startsWith("shared")) {
      return Optional.of(
          word.matches("shared:[^:]+.*")
              ? word.replaceFirst("^(shared:[^:]+).*", "$1:" + SIZE)
              : "shared:SSL:" + SIZE);
    }
    if (line.is("ssl_session_cache") && word.matches("(?i)on|yes|true|shared")) {
      return Optional.of("shared:SSL:" + SIZE);
    }
    return line.is("zone") && word.equals(line.lastParameter()) && line.parameterCount() == 2
        ? Optional.of("64k")
        : Optional.empty();
  }

  /// Per second or per minute; what is more rarely is once a minute at least.
  private static Optional<String> rate(String written) {
    String number = written.replaceFirst("^(\\d+).*", "$1");
    if (!number.matches("\\d{1,6}")) {
      return Optional.empty();
    }
    int count = Integer.parseInt(number);
    return Optional.of(
        written.matches(".*/\\s*h.*")
            ? Math.max(1, count / 60) + "r/m"
            : count + (written.matches(".*/\\s*m.*") ? "r/m" : "r/s"));
  }

  /// The only zone that there is for it.
  private static Stream<Candidate> named(Refusal refusal, Directive line) {
    List<String> zones =
        refusal
            .everywhere()
            .filter(other -> other.is(line.name() + "_zone"))
            .flatMap(other -> other.parameters().stream())
            .filter(word -> word.startsWith("zone="))
            .map(word -> word.replaceFirst(":.*", ""))
            .distinct()
            .toList();
    return zones.size() == 1
        ? Stream.of(
            new Candidate(
                Edit.insert(
                    line.range().file(), line.parameterRange(0).start(), zones.getFirst() + " "),
                "name the zone that is there: " + zones.getFirst()))
        : Stream.of();
  }

  /// A cache under the name that is asked for.
  private static Candidate keys(Refusal refusal, Directive line) {
    String name =
        refusal
            .everywhere()
            .filter(other -> other.is("proxy_cache") && !other.parameter().equals("off"))
            .map(Directive::parameter)
            .findFirst()
            .orElse("cache");
    String zone = "keys_zone=%s:%s".formatted(name, SIZE);
    return new Candidate(
        Parameters.added(line, zone),
        "name the cache and say how much memory its keys may take: " + zone);
  }
}
