package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Directive;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The locations of one block, to find those that stand there twice.
final class LocationTable {
  private final Set<String> exact = new HashSet<>();
  private final Set<String> prefixes = new HashSet<>();
  private final List<Directive> duplicates = new ArrayList<>();

  void add(LocationName location, Directive directive) {
    boolean first =
        switch (location.kind()) {
          case EXACT -> exact.add(location.name());
          case PREFIX -> prefixes.add(location.name());
          case REGEX, NAMED, INVALID -> true;
        };
    if (!first) {
      duplicates.add(directive);
    }
  }

  /// Found in inner blocks, which nginx looks through first.
  void addInner(LocationTable inner) {
    duplicates.addAll(inner.duplicates);
  }

  List<Directive> duplicates() {
    return duplicates;
  }
}
