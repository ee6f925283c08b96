package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.SyslogWords;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// `syslog:server=...,facility=...` of `access_log` and `error_log` (ngx_syslog_process_conf).
final class SyslogRules {
  private static final String PREFIX = "syslog:";
  private static final int LONGEST_TAG = 32;
  private static final Pattern TAG = Pattern.compile("[0-9A-Za-z_]*");

  private final Report report;

  SyslogRules(Report report) {
    this.report = report;
  }

  void addTo(CheckTable table) {
    table.put(this::check, "access_log", "error_log");
  }

  private void check(Directive directive) {
    if (directive.parameter().startsWith(PREFIX)) {
      problem(directive.parameter().substring(PREFIX.length()))
          .ifPresent(message -> report.error(directive, message));
    }
  }

  private static Optional<String> problem(String options) {
    Set<String> seen = new HashSet<>();
    for (String option : options.split(",", -1)) {
      Optional<String> problem = problem(option, seen);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.of("no syslog server specified").filter(_ -> !seen.contains("server"));
  }

  private static Optional<String> problem(String option, Set<String> seen) {
    int sign = option.indexOf('=');
    String name = sign < 0 ? "" : option.substring(0, sign);
    String value = option.substring(sign + 1);
    if (option.equals("nohostname")) {
      return Optional.empty();
    }
    if (!List.of("server", "facility", "severity", "tag").contains(name)) {
      return Optional.of("unknown syslog parameter \"" + option + "\"");
    }
    if (!seen.add(name)) {
      return Optional.of("duplicate syslog \"" + name + "\"");
    }
    return switch (name) {
      case "server" ->
          UpstreamAddress.problem(value, false)
              .map(why -> why + " in syslog server \"" + value + "\"");
      case "facility" -> unknown(SyslogWords.FACILITIES, name, value);
      case "severity" -> unknown(SyslogWords.SEVERITIES, name, value);
      default -> tag(value);
    };
  }

  private static Optional<String> unknown(List<String> words, String name, String value) {
    return words.contains(value)
        ? Optional.empty()
        : Optional.of("unknown syslog " + name + " \"" + value + "\"");
  }

  private static Optional<String> tag(String value) {
    if (value.length() > LONGEST_TAG) {
      return Optional.of("syslog tag length exceeds " + LONGEST_TAG);
    }
    return TAG.matcher(value).matches()
        ? Optional.empty()
        : Optional.of("syslog \"tag\" only allows alphanumeric characters and underscore");
  }
}
