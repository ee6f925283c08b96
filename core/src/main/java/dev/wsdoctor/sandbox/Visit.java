package dev.wsdoctor.sandbox;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.SourceRange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/// A directive and the blocks around it, outermost first; includes are not blocks.
record Visit(Directive directive, List<Directive> around) {
  Visit {
    around = List.copyOf(around);
  }

  /// Every directive of the configuration, blocks before what is in them. What stands in `stream`
  /// and `mail` is left out.
  static List<Visit> all(Configuration configuration) {
    List<Visit> visits = new ArrayList<>();
    Deque<Directive> around = new ArrayDeque<>();
    configuration.directives().forEach(directive -> visit(directive, around, visits));
    return visits;
  }

  private static void visit(Directive directive, Deque<Directive> around, List<Visit> visits) {
    visits.add(new Visit(directive, List.copyOf(around)));
    if (directive.is("stream") || directive.is("mail")) {
      return;
    }
    if (directive.isBlock()) {
      around.addLast(directive);
    }
    directive.children().forEach(child -> visit(child, around, visits));
    if (directive.isBlock()) {
      around.removeLast();
    }
  }

  /// The name of the block directly around it; `main` outside of all.
  String context() {
    return around.isEmpty() ? "main" : around.getLast().name();
  }

  boolean isIn(String context) {
    return context().equals(context);
  }

  String name() {
    return directive.name();
  }

  /// Whether it stands in one of those blocks.
  boolean isWithin(Set<SourceRange> blocks) {
    return around.stream().anyMatch(block -> blocks.contains(block.range()));
  }
}
