package dev.wsdoctor.conf;

import java.util.List;

/// Reads one file as nginx does; never fails.
///
/// After an error it goes on: a word behind a closing quote starts a new word, a missing `;` before
/// `}` is taken as written, a `}` too many is skipped, blocks left open end with the file.
public final class Parser {
  private Parser() {}

  public static Parsed parse(SourceFile file) {
    Errors errors = new Errors(file);
    Tokens tokens = new Lexer(file, errors).read();
    TreeBuilder builder = new TreeBuilder(tokens, errors);
    List<Directive> directives = builder.build();
    return new Parsed(file, tokens, directives, builder.includes(), errors.inOrder());
  }
}
