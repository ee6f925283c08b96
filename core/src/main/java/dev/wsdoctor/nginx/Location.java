package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.List;
import java.util.stream.Stream;

/// A `location` block, with its nested ones in file order.
public record Location(Kind kind, String name, Scope scope, List<Location> nested) {
  /// How a location matches.
  public enum Kind {
    /// `location /x`
    PREFIX,
    /// `location = /x`
    EXACT,
    /// `location ^~ /x`: no regular expressions are tried when it is the longest prefix.
    PREFERENTIAL,
    /// `location ~ x`
    REGEX,
    /// `location ~* x`
    REGEX_CASELESS,
    /// `location @x`
    NAMED
  }

  public Location {
    nested = List.copyOf(nested);
  }

  public Directive directive() {
    return scope.block();
  }

  public boolean isRegex() {
    return kind == Kind.REGEX || kind == Kind.REGEX_CASELESS;
  }

  /// A location is its directive; all else follows from that, and comparing scopes level by level
  /// would cost more than choosing.
  @Override
  public boolean equals(Object other) {
    return other instanceof Location location && directive().equals(location.directive());
  }

  @Override
  public int hashCode() {
    return directive().hashCode();
  }

  /// As written: `location ^~ /x`.
  public String title() {
    return String.join(" ", "location", String.join(" ", directive().parameters()));
  }

  /// This one, then all that are nested in it, in file order.
  Stream<Location> withNested() {
    return Stream.concat(Stream.of(this), nested.stream().flatMap(Location::withNested));
  }
}
