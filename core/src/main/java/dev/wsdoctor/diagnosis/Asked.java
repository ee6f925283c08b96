package dev.wsdoctor.diagnosis;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// One of several configurations that a question names, and what was found there.
record Asked(Setting setting, Answer<Circumstances> found) {
  /// Every configuration once, however many of its parts are named.
  static List<Asked> onceEach(List<Asked> all) {
    Set<String> roots = new HashSet<>();
    return all.stream().filter(asked -> asked.root().map(roots::add).orElse(true)).toList();
  }

  /// A part is left out where the configuration that it is a part of is named, too.
  static List<Asked> withoutPartsOfOthers(List<Asked> all) {
    Set<String> wholes =
        all.stream()
            .filter(asked -> !asked.isPart())
            .flatMap(asked -> asked.root().stream())
            .collect(Collectors.toSet());
    return all.stream()
        .filter(asked -> !asked.isPart() || asked.root().filter(wholes::contains).isEmpty())
        .toList();
  }

  private boolean isPart() {
    return loaded().flatMap(Loaded::part).isPresent();
  }

  private Optional<String> root() {
    return loaded().map(Loaded::rootFile);
  }

  private Optional<Loaded> loaded() {
    return found instanceof Answer.Given<Circumstances>(Circumstances known)
        ? known.loaded()
        : Optional.empty();
  }
}
