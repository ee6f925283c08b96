package dev.wsdoctor.http;

import java.nio.charset.StandardCharsets;

/// Collects the head of one message from bytes, however they are cut.
///
/// A head ends at its first empty line; a line may end in a bare LF, as nginx and RFC 9112, 2.2
/// allow. The bytes are kept as they came, one char per byte.
public final class HeadReader {
  private final int limit;
  private final StringBuilder received = new StringBuilder();
  private int lineStart;
  private int scanned;

  /// A reader that gives up when no head has ended within `limit` bytes.
  public HeadReader(int limit) {
    this.limit = limit;
  }

  /// How far the head has come.
  public sealed interface Progress {
    /// No empty line yet.
    record Incomplete() implements Progress {}

    /// The head with its empty line, and the bytes that came behind it.
    record Complete(String head, String rest) implements Progress {}

    /// More than `limit` bytes and still no empty line.
    record TooLarge(int limit) implements Progress {}
  }

  public Progress feed(byte[] bytes, int offset, int length) {
    return feed(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
  }

  /// The same for text that already is one char per byte.
  public Progress feed(String bytes) {
    received.append(bytes);
    for (; scanned < received.length() && scanned < limit; scanned++) {
      if (received.charAt(scanned) == '\n' && endsLine(scanned)) {
        return new Progress.Complete(
            received.substring(0, scanned + 1), received.substring(scanned + 1));
      }
    }
    return received.length() > limit ? new Progress.TooLarge(limit) : new Progress.Incomplete();
  }

  /// Whether the line that ends here is empty, so that the head is complete.
  private boolean endsLine(int newline) {
    String line = received.substring(lineStart, newline);
    lineStart = newline + 1;
    return line.isEmpty() || line.equals("\r");
  }

  /// Everything that has come, byte for byte.
  public String received() {
    return received.toString();
  }
}
