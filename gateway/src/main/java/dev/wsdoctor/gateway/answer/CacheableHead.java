package dev.wsdoctor.gateway.answer;

import dev.wsdoctor.nginx.Execution;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// The head of an upstream's answer that is kept, or may be: nginx answers conditions and ranges by
/// itself then, as for a file (`r->disable_not_modified`, `r->allow_ranges`).
public final class CacheableHead {
  private static final int OK = 200;
  private static final int NOT_MODIFIED = 304;

  private final Execution execution;
  private final Head head;
  private final Conditions conditions;
  private final boolean takesRanges;

  /// A part of a body that passes by.
  public record Window(long start, long end) {}

  public CacheableHead(Execution execution, Head head) {
    this.execution = execution;
    this.head = head;
    this.conditions =
        new Conditions(
            execution, head.field("Last-Modified").flatMap(HttpDate::seconds), head.field("ETag"));
    this.takesRanges = head.field("Accept-Ranges").isPresent();
    head.remove("Accept-Ranges");
  }

  /// Answers the conditions of the request: 200 and the like, 304, or 412, which has a page.
  public int judge() {
    int status = head.status() == OK ? conditions.status() : head.status();
    if (status == NOT_MODIFIED && head.status() == OK) {
      head.status(NOT_MODIFIED).contentType("").contentLength(-1);
    }
    return status;
  }

  private boolean hasRanges() {
    return takesRanges
        && head.status() == OK
        && head.contentLength() >= 0
        && Substitution.of(execution, head).isEmpty();
  }

  /// The whole answer, or what is wanted of it.
  Answer of(ByteBuffer body) {
    Parts parts =
        parts(
            body.remaining(),
            (start, n) -> new Answer.Piece.Bytes(body.slice((int) start, (int) n)));
    if (hasRanges()) {
      return parts.of(head);
    }
    return new Answer(head, head.status() == NOT_MODIFIED ? List.of() : parts.all());
  }

  /// Narrows the head of an answer that passes by to the one range that is wanted of it; one that
  /// cannot be satisfied is passed over.
  public Optional<Window> window() {
    if (!hasRanges()) {
      return Optional.empty();
    }
    Parts parts = parts(head.contentLength(), (_, _) -> new Answer.Piece.Text(""));
    if (parts.asked(1) instanceof Ranges.Asked.Parts(List<Ranges.Range> ranges)) {
      Ranges.Range range = ranges.getFirst();
      parts.narrow(head, range);
      return Optional.of(new Window(range.start(), range.end()));
    }
    head.add("Accept-Ranges", "bytes");
    return Optional.empty();
  }

  private Parts parts(long length, Parts.Source source) {
    return new Parts(execution, conditions, length, source);
  }
}
