package dev.wsdoctor.gateway.answer;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/// An answer of nginx's own: its head, and what makes up its body.
public record Answer(Head head, List<Piece> body) {
  /// A part of a body.
  public sealed interface Piece {
    /// One char per byte.
    record Text(String text) implements Piece {}

    /// From its position on; nobody may change or move it.
    record Bytes(ByteBuffer bytes) implements Piece {}

    record OfFile(Path file, long start, long length) implements Piece {}
  }

  public Answer {
    body = List.copyOf(body);
  }

  static Answer of(Head head, String body) {
    return new Answer(
        head.contentLength(body.length()),
        body.isEmpty() ? List.of() : List.of(new Piece.Text(body)));
  }
}
