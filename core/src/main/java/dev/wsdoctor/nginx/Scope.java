package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A block and the blocks around it, innermost last: `http`, `server`, `location`, nested location,
/// `if`. Answers what is in force by nginx's rule, for scalars and arrays alike: the nearest level
/// that says anything says it alone (`ngx_conf_merge_*`).
public record Scope(Optional<Scope> outer, Directive block) {
  public static Scope of(Directive block) {
    return new Scope(Optional.empty(), block);
  }

  public Scope within(Directive inner) {
    return new Scope(Optional.of(this), inner);
  }

  /// The directives of that name written directly in this block.
  public List<Directive> own(String name) {
    return block.body(name).toList();
  }

  /// The directives of that name in force here: those of the nearest level that has any.
  public List<Directive> inForce(String name) {
    List<Directive> own = own(name);
    return own.isEmpty() ? outer.map(o -> o.inForce(name)).orElse(List.of()) : own;
  }

  /// The last one in force: the one that decides for a scalar.
  public Optional<Directive> setting(String name) {
    List<Directive> inForce = inForce(name);
    return inForce.isEmpty() ? Optional.empty() : Optional.of(inForce.getLast());
  }

  /// The level whose directives of that name are in force here.
  public Optional<Scope> levelOf(String name) {
    return own(name).isEmpty() ? outer.flatMap(o -> o.levelOf(name)) : Optional.of(this);
  }

  /// The directives of that name which would be in force, had the deciding level none of its own.
  public List<Directive> cancelled(String name) {
    return levelOf(name).flatMap(Scope::outer).map(o -> o.inForce(name)).orElse(List.of());
  }

  /// This scope and all around it, outermost first.
  public List<Scope> chain() {
    List<Scope> chain = new ArrayList<>(outer.map(Scope::chain).orElse(List.of()));
    chain.add(this);
    return chain;
  }
}
