package dev.wsdoctor.conf;

import java.util.List;
import java.util.stream.Stream;

/// A simple or block directive, with its place in the text.
///
/// An `include` is kept as a simple directive whose [#children] are the directives of the files it
/// brought in; [#body] looks through it, as nginx does.
public interface Directive {
  String name();

  /// The parameters with quotes and escapes resolved as nginx resolves them; without the name.
  List<String> parameters();

  /// From the first byte of the name to the `;`, or to the `}` of a block, inclusive.
  SourceRange range();

  /// Name and parameters without the `;` or `{`.
  SourceRange head();

  /// The `;` or `{` behind the head; empty at the end of the file if it is missing. nginx names the
  /// line of this in its messages about the directive.
  SourceRange terminator();

  /// How many parameters there are, without decoding them.
  default int parameterCount() {
    return parameters().size();
  }

  /// The parameter as written, quotes included; index from 0.
  SourceRange parameterRange(int index);

  /// Whether it was written with `{ ... }`.
  boolean isBlock();

  /// Directives directly inside (of a block), or brought in (by an include).
  List<Directive> children();

  /// Directives in force directly inside this block: includes replaced by what they bring.
  default Stream<Directive> body() {
    return hasIncludes()
        ? children().stream().flatMap(d -> d.is("include") ? d.body() : Stream.of(d))
        : children().stream();
  }

  private boolean hasIncludes() {
    for (Directive child : children()) {
      if (child.is("include")) {
        return true;
      }
    }
    return false;
  }

  /// Directives in force directly inside, with that name.
  default Stream<Directive> body(String name) {
    return body().filter(d -> d.name().equals(name));
  }

  default boolean is(String name) {
    return name().equals(name);
  }

  /// First parameter; the empty string if there is none.
  default String parameter() {
    return parameters().isEmpty() ? "" : parameters().getFirst();
  }

  /// Last parameter; the empty string if there is none.
  default String lastParameter() {
    return parameters().isEmpty() ? "" : parameters().getLast();
  }

  /// `file:line` of the name.
  default String where() {
    return range().where();
  }
}
