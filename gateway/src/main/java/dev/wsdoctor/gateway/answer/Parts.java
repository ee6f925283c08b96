package dev.wsdoctor.gateway.answer;

import dev.wsdoctor.directive.Quantities;
import dev.wsdoctor.nginx.Execution;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// The parts of an answer that the request wants (`ngx_http_range_header_filter`).
///
/// @param conditions with what the answer is compared to
/// @param source where its bytes are
record Parts(Execution execution, Conditions conditions, long length, Source source) {
  private static final int PARTIAL = 206;
  private static final int NOT_SATISFIABLE = 416;

  /// nginx counts requests here; any number that differs will do.
  private static final AtomicLong BOUNDARY = new AtomicLong();

  /// Gives out a piece of the bytes.
  interface Source {
    Answer.Piece piece(long start, long length);
  }

  /// With status 416 the answer has no body, and the page of that status is to be shown.
  Answer of(Head head) {
    int max = Substitution.of(execution, head).isPresent() ? 0 : most();
    return max == 0 ? new Answer(head, all()) : of(head, asked(max));
  }

  /// The whole.
  List<Answer.Piece> all() {
    return length == 0 ? List.of() : List.of(source.piece(0, length));
  }

  private int most() {
    return execution
        .scope()
        .setting("max_ranges")
        .map(d -> (int) Math.min(Integer.MAX_VALUE, Quantities.number(d.parameter()).orElse(0)))
        .orElse(Integer.MAX_VALUE);
  }

  /// @param max ranges; of a field with more nothing is taken
  Ranges.Asked asked(int max) {
    Optional<String> range = execution.field("Range").filter(_ -> rangeCounts());
    return range
        .map(field -> Ranges.read(field, length, max))
        .orElseGet(Ranges.Asked.Everything::new);
  }

  private Answer of(Head head, Ranges.Asked asked) {
    return switch (asked) {
      case Ranges.Asked.Everything() -> new Answer(head.add("Accept-Ranges", "bytes"), all());
      case Ranges.Asked.Unsatisfiable() -> {
        head.remove("ETag").add("Content-Range", "bytes */" + length).status(NOT_SATISFIABLE);
        yield new Answer(head, List.of());
      }
      case Ranges.Asked.Parts(List<Ranges.Range> parts) ->
          parts.size() == 1 ? one(head, parts.getFirst()) : several(head, parts);
    };
  }

  /// If-Range: the range counts only for what the client has a part of.
  private boolean rangeCounts() {
    Optional<String> condition = execution.field("If-Range");
    if (condition.isEmpty()) {
      return true;
    }
    if (condition.get().startsWith("\"")) {
      return conditions.etag().equals(condition);
    }
    return HttpDate.seconds(condition.get())
        .filter(s -> conditions.modified().equals(Optional.of(s)))
        .isPresent();
  }

  private Answer one(Head head, Ranges.Range range) {
    narrow(head, range);
    return new Answer(head, List.of(source.piece(range.start(), range.end() - range.start())));
  }

  /// Makes the head that of one part.
  void narrow(Head head, Ranges.Range range) {
    head.status(PARTIAL).contentLength(range.end() - range.start());
    head.add("Content-Range", contentRange(range));
  }

  private String contentRange(Ranges.Range range) {
    return "bytes " + range.start() + "-" + (range.end() - 1) + "/" + length;
  }

  private Answer several(Head head, List<Ranges.Range> ranges) {
    String boundary = "%020d".formatted(BOUNDARY.incrementAndGet());
    String type = head.contentType();
    List<Answer.Piece> pieces = new ArrayList<>();
    long sum = 0;
    for (Ranges.Range range : ranges) {
      String part =
          "\r\n--"
              + boundary
              + "\r\n"
              + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n")
              + "Content-Range: "
              + contentRange(range)
              + "\r\n\r\n";
      pieces.add(new Answer.Piece.Text(part));
      pieces.add(source.piece(range.start(), range.end() - range.start()));
      sum += part.length() + range.end() - range.start();
    }
    String end = "\r\n--" + boundary + "--\r\n";
    pieces.add(new Answer.Piece.Text(end));
    head.status(PARTIAL).contentLength(sum + end.length());
    head.contentType("multipart/byteranges; boundary=" + boundary);
    return new Answer(head, pieces);
  }
}
