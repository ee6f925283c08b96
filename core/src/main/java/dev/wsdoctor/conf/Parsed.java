package dev.wsdoctor.conf;

import java.util.List;

/// A file as text, tokens and tree, and what nginx would say of its syntax.
///
/// @param directives those of the file's main level
/// @param includes the simple `include` directives at any depth, in file order
/// @param errors in file order; nginx itself stops at the first one
public record Parsed(
    SourceFile file,
    Tokens tokens,
    List<Directive> directives,
    List<Directive> includes,
    List<ConfigurationError> errors) {
  public Parsed {
    directives = List.copyOf(directives);
    includes = List.copyOf(includes);
    errors = List.copyOf(errors);
  }
}
