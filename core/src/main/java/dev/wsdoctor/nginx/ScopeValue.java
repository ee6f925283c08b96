package dev.wsdoctor.nginx;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// What the directives of a [Scope] mean for one purpose, worked out when it is first asked for
/// there and kept with the scope, as [ClassValue] does for classes. It may depend on the scope
/// alone (not on the version of nginx, which may change under it) and must be immutable: a race
/// makes it twice, which does no harm. May be used by many threads.
///
/// Meant for constants: every scope keeps room for all of them.
public final class ScopeValue<T> {
  private static final AtomicInteger MADE = new AtomicInteger();

  private final int place = MADE.getAndIncrement();
  private final Function<Scope, T> making;

  private ScopeValue(Function<Scope, T> making) {
    this.making = making;
  }

  public static <T> ScopeValue<T> of(Function<Scope, T> making) {
    return new ScopeValue<>(making);
  }

  public T in(Scope scope) {
    Object known = scope.kept(place);
    return known == null ? make(scope) : own(known);
  }

  private T make(Scope scope) {
    T made = making.apply(scope);
    scope.keep(place, made);
    return made;
  }

  /// Only this puts anything in its place.
  @SuppressWarnings("unchecked")
  private T own(Object known) {
    return (T) known;
  }
}
