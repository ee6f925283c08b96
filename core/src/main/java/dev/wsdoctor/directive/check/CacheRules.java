package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.directive.Quantities;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/// Caches of responses: where they are, which of them is used, and how long a response is fresh
/// there or in a browser.
final class CacheRules {
  private static final Pattern LEVELS = Pattern.compile("[12](:[12]){0,2}");
  private static final Pattern OPTIONS =
      Pattern.compile("((loader|manager|purger)_(files|sleep|threshold)|purger)=");

  /// Two pages, at which ngx_http_file_cache_set_slot begins to be content.
  private static final long SMALLEST_KEYS = 8192;

  private static final Set<String> WORDS_OF_EXPIRES = Set.of("epoch", "max", "off");

  private static final long DAY = 24L * 60 * 60;

  private final NginxVersion version;
  private final Report report;
  private final Set<String> declared = new LinkedHashSet<>();

  CacheRules(NginxVersion version, Report report) {
    this.version = version;
    this.report = report;
  }

  void addTo(CheckTable table) {
    table.put(
        this::path,
        "proxy_cache_path",
        "fastcgi_cache_path",
        "uwsgi_cache_path",
        "scgi_cache_path");
    table.put(
        this::valid,
        "proxy_cache_valid",
        "fastcgi_cache_valid",
        "uwsgi_cache_valid",
        "scgi_cache_valid");
    table.put(this::expires, "expires");
  }

  /// ngx_http_file_cache_set_slot; the first parameter is the path.
  private void path(Directive directive) {
    boolean keys = false;
    for (String option : directive.parameters().subList(1, directive.parameterCount())) {
      String problem = problem(option);
      if (!problem.isEmpty()) {
        report.error(directive, problem);
        return;
      }
      keys |= option.startsWith("keys_zone=");
      if (option.startsWith("keys_zone=")) {
        declared.add(option.replaceFirst("^keys_zone=([^:]*):.*", "$1"));
      }
    }
    if (!keys) {
      report.error(directive, "\"" + directive.name() + "\" must have \"keys_zone\" parameter");
    }
  }

  private String problem(String option) {
    int equals = option.indexOf('=');
    String value = option.substring(equals + 1);
    String quoted = "\"" + option + "\"";
    return switch (option.substring(0, equals + 1)) {
      case "use_temp_path=" ->
          value.equals("on") || value.equals("off")
              ? ""
              : "invalid use_temp_path value " + quoted + ", it must be \"on\" or \"off\"";
      case "levels=" -> LEVELS.matcher(value).matches() ? "" : "invalid \"levels\" " + quoted;
      case "keys_zone=" -> zoneProblem(value, quoted);
      case "inactive=" ->
          Quantities.seconds(value).isPresent() ? "" : "invalid inactive value " + quoted;
      case "max_size=" ->
          Quantities.offset(value).isPresent() ? "" : "invalid max_size value " + quoted;
      case "min_free=" -> version.isAtLeast(1, 19, 1) ? "" : "invalid parameter " + quoted;
      case "" -> "invalid parameter " + quoted;
      default -> OPTIONS.matcher(option).lookingAt() ? "" : "invalid parameter " + quoted;
    };
  }

  private static String zoneProblem(String nameAndSize, String quoted) {
    int colon = nameAndSize.indexOf(':');
    OptionalLong size =
        colon < 0 ? OptionalLong.empty() : Quantities.size(nameAndSize.substring(colon + 1));
    if (size.isEmpty()) {
      return "invalid keys zone size " + quoted;
    }
    return size.getAsLong() < SMALLEST_KEYS ? "keys zone " + quoted + " is too small" : "";
  }

  /// What nginx says of a `proxy_cache` or the like when it merges the levels of `http`.
  Optional<String> unknown(Directive use) {
    String name = use.parameter();
    boolean fixed = !name.equals("off") && name.indexOf('$') < 0;
    return Optional.of("\"%s\" zone \"%s\" is unknown".formatted(use.name(), name))
        .filter(_ -> fixed && !declared.contains(name));
  }

  /// ngx_http_file_cache_valid_set_slot
  private void valid(Directive directive) {
    List<String> parameters = directive.parameters();
    int last = parameters.size() - 1;
    if (Quantities.seconds(parameters.get(last)).isEmpty()) {
      report.error(directive, "invalid time value \"" + parameters.get(last) + "\"");
      return;
    }
    parameters.subList(0, last).stream()
        .filter(status -> !status.equals("any") && !isStatus(status))
        .findFirst()
        .ifPresent(status -> report.error(directive, "invalid status \"" + status + "\""));
  }

  private static boolean isStatus(String text) {
    long number = Quantities.number(text).orElse(0);
    return number >= 100 && number <= 599;
  }

  /// ngx_http_parse_expires
  private void expires(Directive directive) {
    List<String> parameters = directive.parameters();
    String time = parameters.getLast();
    boolean modified = parameters.size() == 2;
    if (modified && !parameters.getFirst().equals("modified")) {
      invalidExpires(directive, "invalid value");
    } else if (time.indexOf('$') < 0) {
      expiresProblem(time, modified).ifPresent(problem -> invalidExpires(directive, problem));
    }
  }

  private void invalidExpires(Directive directive, String problem) {
    report.error(directive, "\"expires\" directive " + problem);
  }

  private static Optional<String> expiresProblem(String time, boolean modified) {
    if (!modified && WORDS_OF_EXPIRES.contains(time)) {
      return Optional.empty();
    }
    boolean daily = time.startsWith("@");
    if (daily && modified) {
      return Optional.of("daily time cannot be used with \"modified\" parameter");
    }
    boolean signed = daily || time.startsWith("+") || time.startsWith("-");
    OptionalLong seconds = Quantities.seconds(signed ? time.substring(1) : time);
    if (seconds.isEmpty()) {
      return Optional.of("invalid value");
    }
    return Optional.of("daily time value must be less than 24 hours")
        .filter(_ -> daily && seconds.getAsLong() > DAY);
  }
}
