package dev.wsdoctor.gateway.command;

import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.gateway.support.Support;
import dev.wsdoctor.gateway.support.Support.Judged;
import dev.wsdoctor.gateway.support.Verdict;
import java.util.List;
import java.util.Optional;

/// `--report`: what the gateway does not execute of a configuration, before it is started.
final class SupportReport {
  private final StringBuilder out = new StringBuilder();

  private SupportReport() {}

  /// `problem` is what nginx itself would refuse.
  static String of(String file, Support support, Optional<ConfigurationError> problem) {
    SupportReport report = new SupportReport();
    report.write(file, support, problem);
    return report.out.toString();
  }

  private void write(String file, Support support, Optional<ConfigurationError> problem) {
    List<Judged> refused = select(support, Verdict.Refused.class);
    List<Judged> harmless = select(support, Verdict.Harmless.class);
    boolean starts = refused.isEmpty() && problem.isEmpty();
    out.append(file)
        .append(starts ? ": this gateway can run it\n" : ": this gateway does not run it\n");
    problem.ifPresent(
        error -> out.append("\nnginx refuses it, too\n  ").append(error).append('\n'));
    section("Not supported: stops the start", refused);
    section("Not executed, without a difference to be seen", harmless);
    keptInMemory(support);
    int executed = select(support, Verdict.Executed.class).size();
    out.append("\nExecuted as nginx does: ").append(executed).append(" directives\n");
  }

  /// Decision 0048.
  private void keptInMemory(Support support) {
    for (Judged each : select(support, Verdict.Executed.class)) {
      if (each.directive().is("proxy_cache_path")) {
        out.append("\nExecuted otherwise than by nginx\n  ")
            .append(each.directive().where())
            .append(": proxy_cache_path (answers are kept in memory, not in files)\n");
      }
    }
  }

  private static List<Judged> select(Support support, Class<? extends Verdict> kind) {
    return support.directives().stream().filter(j -> kind.isInstance(j.verdict())).toList();
  }

  private void section(String title, List<Judged> judged) {
    if (judged.isEmpty()) {
      return;
    }
    out.append('\n').append(title).append('\n');
    for (Judged each : judged) {
      out.append("  %s: %s (%s)%n".formatted(each.directive().where(), what(each), reason(each)));
    }
  }

  private static String what(Judged judged) {
    return judged.verdict() instanceof Verdict.Refused refused
        ? refused.what()
        : judged.directive().name();
  }

  private static String reason(Judged judged) {
    return switch (judged.verdict()) {
      case Verdict.Executed() -> "";
      case Verdict.Harmless(String reason) -> reason;
      case Verdict.Refused(String _, String reason) -> reason;
    };
  }
}
