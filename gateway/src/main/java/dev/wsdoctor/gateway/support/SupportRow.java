package dev.wsdoctor.gateway.support;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Glob;
import java.util.List;

/// A row of the table: a directive of one of nginx's modules.
///
/// @param exceptions patterns of parameters: one of them refuses a directive that is not refused
///   else, and a directive that is refused is harmless when it has nothing but these
record SupportRow(String name, String module, Kind kind, List<String> exceptions, String reason) {
  enum Kind {
    EXECUTED,
    HARMLESS,
    REFUSED
  }

  SupportRow {
    exceptions = List.copyOf(exceptions);
  }

  Verdict judge(Directive directive) {
    return switch (kind) {
      case EXECUTED -> withoutExceptions(directive, new Verdict.Executed());
      case HARMLESS -> withoutExceptions(directive, new Verdict.Harmless(reason));
      case REFUSED -> refused(directive);
    };
  }

  private Verdict withoutExceptions(Directive directive, Verdict usual) {
    for (String parameter : directive.parameters()) {
      if (isException(parameter)) {
        return new Verdict.Refused(name + " ... " + parameter, reason);
      }
    }
    return usual;
  }

  private Verdict refused(Directive directive) {
    boolean off =
        directive.parameterCount() > 0
            && directive.parameters().stream().allMatch(this::isException);
    return off
        ? new Verdict.Harmless("says that it is not to be done")
        : new Verdict.Refused(name, reason);
  }

  private boolean isException(String parameter) {
    return exceptions.stream().anyMatch(pattern -> Glob.matches(pattern, parameter));
  }
}
