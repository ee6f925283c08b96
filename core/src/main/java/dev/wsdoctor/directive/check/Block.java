package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Context;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A block that is being read: where it stands, and what it has so far.
final class Block {
  private final Optional<Block> outer;
  private final Optional<Directive> directive;
  private final Context context;
  private @Nullable Set<String> seen;
  private @Nullable Map<String, List<Directive>> kept;
  private @Nullable LocationTable locations;
  private @Nullable ListenTable listens;

  private Block(Optional<Block> outer, Optional<Directive> directive, Context context) {
    this.outer = outer;
    this.directive = directive;
    this.context = context;
  }

  static Block main() {
    return new Block(Optional.empty(), Optional.empty(), Context.MAIN);
  }

  Block within(Directive inner, Context innerContext) {
    return new Block(Optional.of(this), Optional.of(inner), innerContext);
  }

  Optional<Block> outer() {
    return outer;
  }

  /// The directive that this is the body of; none for the main level.
  Optional<Directive> directive() {
    return directive;
  }

  Context context() {
    return context;
  }

  /// Notes a directive; false if it was there already.
  boolean first(String name) {
    if (seen == null) {
      seen = new HashSet<>(8);
    }
    return seen.add(name);
  }

  boolean has(String name) {
    return seen != null && seen.contains(name);
  }

  /// Keeps a directive that will be asked for when the `http` block has ended.
  void keep(Directive directive) {
    if (kept == null) {
      kept = new HashMap<>(8);
    }
    kept.computeIfAbsent(directive.name(), _ -> new ArrayList<>()).add(directive);
  }

  /// Those kept here.
  List<Directive> own(String name) {
    return kept == null ? List.of() : kept.getOrDefault(name, List.of());
  }

  /// Those kept here, or else by the next block around that has any.
  List<Directive> inForce(String name) {
    List<Directive> own = own(name);
    return own.isEmpty() ? outer.map(o -> o.inForce(name)).orElse(List.of()) : own;
  }

  /// The one in force of that name that says `on`.
  Optional<Directive> switchedOn(String flag) {
    for (Directive line : inForce(flag)) {
      if (line.parameter().equalsIgnoreCase("on")) {
        return Optional.of(line);
      }
    }
    return Optional.empty();
  }

  /// Whether a location stands directly in this block.
  boolean hasLocations() {
    return locations != null;
  }

  /// The locations that stand directly in this block.
  LocationTable locations() {
    if (locations == null) {
      locations = new LocationTable();
    }
    return locations;
  }

  /// The sockets of the `http` block that this one is in.
  ListenTable listens() {
    if (context == Context.SERVER && outer.isPresent()) {
      return outer.get().listens();
    }
    if (listens == null) {
      listens = new ListenTable();
    }
    return listens;
  }
}
