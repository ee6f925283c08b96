package dev.wsdoctor.conf;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A directive as indexes into the tokens of its file; half a million of them are in memory at once
/// for a large configuration, so nothing is stored that the tokens can say.
final class ParsedDirective implements Directive {
  private final Tokens tokens;
  private final String name;
  private final int first;

  /// The `;` or `{`; for a directive that lacks it, the token in its place, or the end.
  private final int terminator;

  /// The `}` of a block, else the terminator.
  private int last;

  private List<Directive> children = List.of();

  /// Made when first asked for; a race makes it twice, which does no harm.
  private @Nullable List<String> parameters;

  ParsedDirective(Tokens tokens, String name, int first, int terminator) {
    this.tokens = tokens;
    this.name = name;
    this.first = first;
    this.terminator = terminator;
    this.last = terminator;
  }

  /// Ends a block at the token `last`.
  void close(int last, List<Directive> children) {
    this.last = last;
    this.children = children;
  }

  /// Hangs what an include brought in below it.
  void bring(List<Directive> directives) {
    this.children = directives;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> parameters() {
    List<String> known = parameters;
    if (known == null) {
      known = decodeParameters();
      parameters = known;
    }
    return known;
  }

  private List<String> decodeParameters() {
    int count = parameterCount();
    if (count == 0) {
      return List.of();
    }
    String[] words = new String[count];
    int token = first;
    for (int i = 0; i < count; i++) {
      token = nextArgument(token);
      words[i] = Words.decode(tokens, token);
    }
    return List.of(words);
  }

  @Override
  public String parameter() {
    List<String> known = parameters;
    if (known != null) {
      return known.isEmpty() ? "" : known.getFirst();
    }
    return parameterCount() == 0 ? "" : Words.decode(tokens, nextArgument(first));
  }

  @Override
  public int parameterCount() {
    int count = 0;
    for (int i = first + 1; i < terminator; i++) {
      if (tokens.kind(i).isArgument()) {
        count++;
      }
    }
    return count;
  }

  private int nextArgument(int token) {
    int next = token + 1;
    while (!tokens.kind(next).isArgument()) {
      next++;
    }
    return next;
  }

  @Override
  public SourceRange range() {
    boolean own = last < tokens.size() && endsDirective(tokens.kind(last));
    int end = own ? tokens.end(last) : endOfHead(Math.min(last, tokens.size()));
    return new SourceRange(tokens.file(), tokens.start(first), end);
  }

  private boolean endsDirective(TokenKind kind) {
    return kind == TokenKind.SEMICOLON || (kind == TokenKind.CLOSE && last > terminator);
  }

  @Override
  public SourceRange head() {
    return new SourceRange(tokens.file(), tokens.start(first), endOfHead(terminator));
  }

  /// End of the last token before `limit` that is no white space and no comment.
  private int endOfHead(int limit) {
    int index = limit - 1;
    while (index > first
        && (tokens.kind(index) == TokenKind.SPACE || tokens.kind(index) == TokenKind.COMMENT)) {
      index--;
    }
    return tokens.end(index);
  }

  @Override
  public SourceRange terminator() {
    if (terminator < tokens.size()) {
      return tokens.range(terminator);
    }
    int end = tokens.file().text().length();
    return new SourceRange(tokens.file(), end, end);
  }

  @Override
  public SourceRange parameterRange(int index) {
    if (index < 0 || index >= parameterCount()) {
      throw new IndexOutOfBoundsException(index);
    }
    int token = first;
    for (int i = 0; i <= index; i++) {
      token = nextArgument(token);
    }
    return tokens.range(token);
  }

  @Override
  public boolean isBlock() {
    return terminator < tokens.size() && tokens.kind(terminator) == TokenKind.OPEN;
  }

  @Override
  public List<Directive> children() {
    return children;
  }

  @Override
  public String toString() {
    return where() + ": " + head().text();
  }
}
