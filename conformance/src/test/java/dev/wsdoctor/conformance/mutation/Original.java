package dev.wsdoctor.conformance.mutation;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Edits;
import dev.wsdoctor.conf.Patch;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conformance.healthy.Healthy;
import dev.wsdoctor.conformance.healthy.Stage;
import dev.wsdoctor.disk.DiskFiles;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A healthy configuration to put faults into: its tree, each directive once and with the blocks
/// around it.
final class Original {
  private final Healthy healthy;
  private final Map<Path, String> texts;
  private final List<Spot> spots;

  /// A directive of the text and the blocks around it, innermost last.
  record Spot(Directive directive, List<Directive> around) {
    boolean isIn(String block) {
      return !around.isEmpty() && around.getLast().is(block);
    }

    /// The nearest block of that name around it.
    Stream<Directive> within(String block) {
      return around.reversed().stream().filter(d -> d.is(block)).limit(1);
    }
  }

  private Original(Healthy healthy, Map<Path, String> texts, List<Spot> spots) {
    this.healthy = healthy;
    this.texts = texts;
    this.spots = spots;
  }

  static Original of(Healthy healthy) {
    Configuration configuration =
        Configuration.load(new DiskFiles(), healthy.configuration().toString());
    Map<String, Spot> spots = new LinkedHashMap<>();
    configuration.directives().stream()
        .flatMap(directive -> spots(directive, List.of()))
        .forEach(spot -> spots.putIfAbsent(key(spot.directive()), spot));
    return new Original(healthy, Stage.texts(healthy), List.copyOf(spots.values()));
  }

  private static String key(Directive directive) {
    return directive.range().file().name() + ":" + directive.range().start();
  }

  private static Stream<Spot> spots(Directive directive, List<Directive> around) {
    List<Directive> inside =
        directive.is("include")
            ? around
            : Stream.concat(around.stream(), Stream.of(directive)).toList();
    return Stream.concat(
        Stream.of(new Spot(directive, around)),
        directive.children().stream().flatMap(child -> spots(child, inside)));
  }

  Healthy healthy() {
    return healthy;
  }

  Stream<Spot> spots() {
    return spots.stream();
  }

  Directive first() {
    return spots.getFirst().directive();
  }

  /// The directives of that name.
  Stream<Spot> spots(String name) {
    return spots().filter(spot -> spot.directive().is(name));
  }

  /// The `proxy_set_header` lines of that field.
  Stream<Spot> fields(String field) {
    return spots("proxy_set_header")
        .filter(spot -> spot.directive().parameter().equalsIgnoreCase(field));
  }

  /// The locations that proxy by themselves, not the named ones unless asked for.
  Stream<Spot> proxyingLocations() {
    return spots("location")
        .filter(spot -> spot.directive().body("proxy_pass").findAny().isPresent());
  }

  /// The path that the client asks for, as it stands in the URL.
  String path() {
    return healthy.url().getPath();
  }

  Mutant mutant(String kind, Directive at, Set<String> rightly, Edit... edits) {
    return new Mutant(healthy, kind, place(at), List.of(edits), changed(List.of(edits)), rightly);
  }

  private static String place(Directive at) {
    return at.where().replaceAll("^.*/", "");
  }

  Rearranged rearranged(String kind, Directive at, Edit... edits) {
    return rearranged(kind, at, Map.of(), edits);
  }

  /// With files that were not there.
  Rearranged rearranged(String kind, Directive at, Map<Path, String> added, Edit... edits) {
    Map<Path, String> all = changed(List.of(edits));
    all.putAll(added);
    return new Rearranged(healthy, kind, place(at), all);
  }

  /// With every text written in another way.
  Rearranged rewritten(String kind, UnaryOperator<String> other) {
    Map<Path, String> all = new HashMap<>(texts);
    all.replaceAll((_, text) -> other.apply(text));
    return new Rearranged(healthy, kind, "", all);
  }

  /// Both faults at once; nothing where they concern the same text.
  Optional<Mutant> both(Mutant one, Mutant other) {
    List<Edit> edits = Stream.concat(one.edits().stream(), other.edits().stream()).toList();
    if (!areApart(edits)) {
      return Optional.empty();
    }
    return Optional.of(
        new Mutant(
            healthy,
            one.kind() + " and " + other.kind(),
            one.where() + " and " + other.where(),
            edits,
            changed(edits),
            Stream.of(one, other)
                .flatMap(mutant -> mutant.rightly().stream())
                .collect(Collectors.toSet())));
  }

  private static boolean areApart(List<Edit> edits) {
    return edits.stream()
        .collect(Collectors.groupingBy(edit -> edit.range().file()))
        .entrySet()
        .stream()
        .allMatch(
            entry -> Edits.tryApply(entry.getKey(), entry.getValue()) instanceof Edits.Applied);
  }

  private Map<Path, String> changed(List<Edit> edits) {
    Map<Path, String> changed = new HashMap<>(texts);
    for (Patch patch : Patch.of(edits)) {
      changed.put(relative(patch.before()), patch.after());
    }
    return changed;
  }

  private Path relative(SourceFile file) {
    return healthy.folder().relativize(Path.of(file.name()));
  }
}
