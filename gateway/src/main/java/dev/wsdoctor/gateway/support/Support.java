package dev.wsdoctor.gateway.support;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Catalogue;
import dev.wsdoctor.directive.Context;
import dev.wsdoctor.directive.DirectiveDefinition;
import dev.wsdoctor.directive.NginxVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What the gateway makes of a configuration, directive by directive, in the order of the files.
///
/// It is for configurations that nginx takes: what stands where nginx would refuse it is passed
/// over.
public record Support(List<Judged> directives) {
  /// A directive and what becomes of it.
  public record Judged(Directive directive, Verdict verdict) {}

  public Support {
    directives = List.copyOf(directives);
  }

  public static Support of(Configuration configuration, NginxVersion version) {
    List<Judged> judged = new ArrayList<>();
    Set<String> defined = new HashSet<>();
    configuration.body().forEach(directive -> define(directive, defined));
    walk(configuration.body(), Context.MAIN, Catalogue.of(version), defined, judged);
    return new Support(judged);
  }

  /// Goes into blocks that are refused no further, and into none that holds lines, as `map` does.
  private static void walk(
      Stream<Directive> directives,
      Context context,
      Catalogue catalogue,
      Set<String> defined,
      List<Judged> judged) {
    directives.forEach(
        directive -> {
          Optional<Verdict> verdict =
              catalogue.find(directive.name(), context).map(d -> verdict(d, directive));
          verdict.ifPresent(v -> judged.add(new Judged(directive, v)));
          if (verdict.isPresent() && !(verdict.get() instanceof Verdict.Refused)) {
            Optional<Context> inside = context.inside(directive.name());
            RefusedVariables.usedIn(directive, inside.isEmpty(), defined)
                .forEach(v -> judged.add(new Judged(directive, v)));
            inside.ifPresent(inner -> walk(directive.body(), inner, catalogue, defined, judged));
          }
        });
  }

  /// What the configuration defines is not nginx's, whatever its name.
  private static void define(Directive directive, Set<String> defined) {
    RefusedVariables.definedBy(directive).ifPresent(defined::add);
    if (directive.isBlock()) {
      directive.body().forEach(inner -> define(inner, defined));
    }
  }

  private static Verdict verdict(DirectiveDefinition definition, Directive directive) {
    return SupportTable.table()
        .find(definition)
        .map(row -> row.judge(directive))
        .orElseGet(() -> new Verdict.Refused(directive.name(), "it is not in the table"));
  }

  /// Why the gateway does not start with it; empty when it does.
  public List<ConfigurationError> errors() {
    return directives.stream().flatMap(Support::error).toList();
  }

  private static Stream<ConfigurationError> error(Judged judged) {
    return judged.verdict() instanceof Verdict.Refused(String what, String _)
        ? Stream.of(
            ConfigurationError.of(
                judged.directive(), "\"" + what + "\" is not supported by this gateway"))
        : Stream.empty();
  }
}
