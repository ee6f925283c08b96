package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A block and the blocks around it, innermost last: `http`, `server`, `location`, nested location,
/// `if`. Answers what is in force by nginx's rule, for scalars and arrays alike: the nearest level
/// that says anything says it alone (`ngx_conf_merge_*`).
///
/// The directives of a block, and those in force there, are indexed by name when first asked for,
/// so that a question costs the same in a block of ten and in one of ten thousand, at any depth.
public final class Scope {
  private final @Nullable Scope outer;
  private final Directive block;
  private @Nullable Map<String, List<Directive>> byName;
  private @Nullable Map<String, List<Directive>> inForce;

  /// What [ScopeValue]s have made, each in its place. Whoever adds one replaces the array.
  private @Nullable Object[] kept = {};

  private Scope(@Nullable Scope outer, Directive block) {
    this.outer = outer;
    this.block = block;
  }

  public static Scope of(Directive block) {
    return new Scope(null, block);
  }

  public Scope within(Directive inner) {
    return new Scope(this, inner);
  }

  public Optional<Scope> outer() {
    return Optional.ofNullable(outer);
  }

  public Directive block() {
    return block;
  }

  /// What was kept in that place; null if nothing was.
  @Nullable Object kept(int place) {
    @Nullable Object[] all = kept;
    return place < all.length ? all[place] : null;
  }

  void keep(int place, Object made) {
    @Nullable Object[] all = kept;
    @Nullable Object[] more = Arrays.copyOf(all, Math.max(place + 1, all.length));
    more[place] = made;
    kept = more;
  }

  /// The directives of that name written directly in this block.
  public List<Directive> own(String name) {
    return index().getOrDefault(name, List.of());
  }

  /// The directives of that name in force here: those of the nearest level that has any.
  public List<Directive> inForce(String name) {
    return allInForce().getOrDefault(name, List.of());
  }

  /// The last one in force: the one that decides for a scalar.
  public Optional<Directive> setting(String name) {
    List<Directive> inForce = inForce(name);
    return inForce.isEmpty() ? Optional.empty() : Optional.of(inForce.getLast());
  }

  /// Whether the flag in force is `on`; `fallback` when none is.
  public boolean flag(String name, boolean fallback) {
    List<Directive> inForce = inForce(name);
    return inForce.isEmpty() ? fallback : inForce.getLast().parameter().equalsIgnoreCase("on");
  }

  /// The level whose directives of that name are in force here.
  public Optional<Scope> levelOf(String name) {
    for (Scope level = this; level != null; level = level.outer) {
      if (!level.own(name).isEmpty()) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }

  /// The directives of that name which would be in force, had the deciding level none of its own.
  public List<Directive> cancelled(String name) {
    return levelOf(name).flatMap(Scope::outer).map(o -> o.inForce(name)).orElse(List.of());
  }

  /// This scope and all around it, outermost first.
  public List<Scope> chain() {
    List<Scope> chain = new ArrayList<>();
    for (Scope level = this; level != null; level = level.outer) {
      chain.add(level);
    }
    return chain.reversed();
  }

  /// The names of the directives written directly in this block.
  Set<String> ownNames() {
    return index().keySet();
  }

  private Map<String, List<Directive>> allInForce() {
    if (outer == null) {
      return index();
    }
    Map<String, List<Directive>> all = inForce;
    if (all == null) {
      Map<String, List<Directive>> merged = new HashMap<>(outer.allInForce());
      merged.putAll(index());
      // an immutable map may be published without a lock
      all = Map.copyOf(merged);
      inForce = all;
    }
    return all;
  }

  private Map<String, List<Directive>> index() {
    Map<String, List<Directive>> index = byName;
    if (index == null) {
      Map<String, List<Directive>> grouped = new HashMap<>();
      block.body().forEach(d -> grouped.computeIfAbsent(d.name(), _ -> new ArrayList<>(1)).add(d));
      grouped.replaceAll((_, directives) -> List.copyOf(directives));
      index = Map.copyOf(grouped);
      byName = index;
    }
    return index;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Scope scope
        && block.equals(scope.block)
        && outer().equals(scope.outer());
  }

  @Override
  public int hashCode() {
    return block.hashCode();
  }

  @Override
  public String toString() {
    return chain().stream().map(s -> s.block.name()).toList().toString();
  }
}
