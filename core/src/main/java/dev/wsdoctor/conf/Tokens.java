package dev.wsdoctor.conf;

import java.util.Arrays;

/// The tokens of a file, in order and without gaps: a token ends where the next one starts.
// a kind is held as one byte: millions of tokens are in memory at once
@SuppressWarnings("EnumOrdinal")
public final class Tokens {
  private final SourceFile file;
  private int[] starts;
  private byte[] kinds;
  private int size;

  Tokens(SourceFile file) {
    this.file = file;
    // measured on real files: one token per 3 to 6 bytes
    int expected = Math.max(16, file.text().length() / 4);
    this.starts = new int[expected];
    this.kinds = new byte[expected];
  }

  public SourceFile file() {
    return file;
  }

  public int size() {
    return size;
  }

  public TokenKind kind(int index) {
    return TokenKind.of(kinds[index]);
  }

  public int start(int index) {
    return starts[index];
  }

  public int end(int index) {
    return index + 1 < size ? starts[index + 1] : file.text().length();
  }

  public SourceRange range(int index) {
    return new SourceRange(file, start(index), end(index));
  }

  void add(TokenKind kind, int start) {
    if (size == starts.length) {
      grow(size + (size >> 1));
    }
    starts[size] = start;
    kinds[size++] = (byte) kind.ordinal();
  }

  /// Turns the token that was added last into what it proved to be.
  void become(TokenKind kind) {
    kinds[size - 1] = (byte) kind.ordinal();
  }

  /// Gives back what is not needed.
  void trim() {
    if (starts.length - size > size / 8) {
      grow(size);
    }
  }

  private void grow(int capacity) {
    starts = Arrays.copyOf(starts, capacity);
    kinds = Arrays.copyOf(kinds, capacity);
  }
}
