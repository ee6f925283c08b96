package dev.wsdoctor.conf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes directives of tokens; without recursion, so that depth costs heap and not stack.
final class TreeBuilder {
  private static final int NONE = -1;

  private final Tokens tokens;
  private final Errors errors;
  private final Names names = new Names();
  private final List<Directive> includes = new ArrayList<>();

  /// Directives read whose block is still open, outer ones first.
  private Directive[] pending = new Directive[64];

  private int pendingSize;

  /// The open blocks; null for a `{` that nothing stands before.
  private @Nullable ParsedDirective[] blocks = new @Nullable ParsedDirective[16];

  /// Where in `pending` the content of each open block starts.
  private int[] contents = new int[16];

  private int depth;

  TreeBuilder(Tokens tokens, Errors errors) {
    this.tokens = tokens;
    this.errors = errors;
  }

  /// The directives of the main level.
  List<Directive> build() {
    int first = NONE;
    for (int i = 0; i < tokens.size(); i++) {
      switch (tokens.kind(i)) {
        case WORD, QUOTED -> first = first == NONE ? i : first;
        case SEMICOLON, OPEN, CLOSE -> {
          end(first, i);
          first = NONE;
        }
        case SPACE, COMMENT, LUA, JUNK -> {}
      }
    }
    if (first != NONE) {
      simple(first, tokens.size());
    }
    closeAll();
    return taken(0);
  }

  /// The include directives of the file, at any depth, in file order.
  List<Directive> includes() {
    return includes;
  }

  private void end(int first, int terminator) {
    switch (tokens.kind(terminator)) {
      case OPEN -> open(first, terminator);
      case CLOSE -> {
        if (first != NONE) {
          simple(first, terminator);
        }
        close(terminator);
      }
      case SEMICOLON, WORD, QUOTED, SPACE, COMMENT, LUA, JUNK -> simple(first, terminator);
    }
  }

  private void simple(int first, int terminator) {
    ParsedDirective directive = directive(first, terminator);
    if (directive.is("include")) {
      includes.add(directive);
    }
    push(directive);
  }

  private ParsedDirective directive(int first, int terminator) {
    return new ParsedDirective(tokens, names.of(tokens, first), first, terminator);
  }

  private void open(int first, int terminator) {
    if (depth == blocks.length) {
      blocks = Arrays.copyOf(blocks, depth * 2);
      contents = Arrays.copyOf(contents, depth * 2);
    }
    ParsedDirective block = first == NONE ? null : directive(first, terminator);
    if (block != null) {
      push(block);
    }
    blocks[depth] = block;
    contents[depth++] = pendingSize;
  }

  private void close(int last) {
    if (depth == 0) {
      errors.add(tokens.start(last), tokens.end(last), "unexpected \"}\"");
      return;
    }
    ParsedDirective block = blocks[--depth];
    if (block != null) {
      block.close(last, taken(contents[depth]));
    }
  }

  private void closeAll() {
    if (depth > 0 && !errors.reachesEnd()) {
      errors.atEnd("unexpected end of file, expecting \"}\"");
    }
    while (depth > 0) {
      close(tokens.size());
    }
  }

  private void push(Directive directive) {
    if (pendingSize == pending.length) {
      pending = Arrays.copyOf(pending, pendingSize * 2);
    }
    pending[pendingSize++] = directive;
  }

  private List<Directive> taken(int from) {
    List<Directive> content = List.of(Arrays.copyOfRange(pending, from, pendingSize));
    pendingSize = from;
    return content;
  }
}
