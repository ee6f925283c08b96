package dev.wsdoctor.gateway.answer;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Quantities;
import dev.wsdoctor.nginx.Execution;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// A file, as far as the request wants it (`ngx_http_static_handler`,
/// `ngx_http_not_modified_header_filter`, `ngx_http_range_header_filter`).
final class FileAnswer {
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int NOT_MODIFIED = 304;
  private static final int PRECONDITION_FAILED = 412;
  private static final int NOT_SATISFIABLE = 416;

  /// nginx counts requests here; any number that differs will do.
  private static final AtomicLong BOUNDARY = new AtomicLong();

  private final Execution execution;
  private final FileFacts facts;
  private final Path path;

  FileAnswer(Execution execution, FileFacts facts, Path path) {
    this.execution = execution;
    this.facts = facts;
    this.path = path;
  }

  /// The answer; with status 412 or 416 it has no body, and the page of that status is to be shown.
  Answer make(Head head, Consumer<Head> addFields) {
    head.contentLength(facts.length());
    head.lastModified(HttpDate.of(facts.modified()));
    if (!isOff("etag")) {
      head.add("ETag", facts.etag());
    }
    int status = head.status() == OK ? condition() : head.status();
    head.status(status);
    if (status == PRECONDITION_FAILED) {
      return new Answer(head, List.of());
    }
    if (status == NOT_MODIFIED) {
      head.contentType("").contentLength(-1);
    }
    addFields.accept(head);
    return status == OK
        ? ranges(head)
        : new Answer(head, status == NOT_MODIFIED ? List.of() : all());
  }

  private List<Answer.Piece> all() {
    return facts.length() == 0
        ? List.of()
        : List.of(new Answer.Piece.OfFile(path, 0, facts.length()));
  }

  private boolean isOff(String flag) {
    return execution
        .scope()
        .setting(flag)
        .filter(d -> d.parameter().equalsIgnoreCase("off"))
        .isPresent();
  }

  private int condition() {
    Optional<String> unmodified = execution.field("If-Unmodified-Since");
    if (unmodified.isPresent() && isModifiedAfter(unmodified.get())) {
      return PRECONDITION_FAILED;
    }
    Optional<String> match = execution.field("If-Match");
    if (match.isPresent() && !matches(match.get(), false)) {
      return PRECONDITION_FAILED;
    }
    Optional<String> since = execution.field("If-Modified-Since");
    Optional<String> none = execution.field("If-None-Match");
    if (since.isEmpty() && none.isEmpty()) {
      return OK;
    }
    boolean modified = since.isPresent() && isModifiedSince(since.get());
    boolean other = none.isPresent() && !matches(none.get(), true);
    return modified || other ? OK : NOT_MODIFIED;
  }

  private boolean isModifiedAfter(String date) {
    Optional<Long> seconds = HttpDate.seconds(date);
    return seconds.isEmpty() || facts.modified().getEpochSecond() > seconds.get();
  }

  private boolean isModifiedSince(String date) {
    String how =
        execution.scope().setting("if_modified_since").map(Directive::parameter).orElse("exact");
    Optional<Long> seconds = HttpDate.seconds(date);
    if (seconds.isEmpty() || how.equals("off")) {
      return true;
    }
    long modified = facts.modified().getEpochSecond();
    return how.equals("before") ? modified > seconds.get() : modified != seconds.get();
  }

  private boolean matches(String list, boolean weak) {
    if (list.equals("*")) {
      return true;
    }
    if (isOff("etag")) {
      return false;
    }
    for (String item : list.split(",", -1)) {
      String tag = item.strip();
      String compared = weak && tag.startsWith("W/") ? tag.substring(2) : tag;
      if (compared.equals(facts.etag())) {
        return true;
      }
    }
    return false;
  }

  private Answer ranges(Head head) {
    int max =
        execution
            .scope()
            .setting("max_ranges")
            .map(d -> (int) Math.min(Integer.MAX_VALUE, Quantities.number(d.parameter()).orElse(0)))
            .orElse(Integer.MAX_VALUE);
    if (max == 0) {
      return new Answer(head, all());
    }
    Optional<String> range = execution.field("Range").filter(_ -> rangeCounts());
    Ranges.Asked asked =
        range
            .map(field -> Ranges.read(field, facts.length(), max))
            .orElseGet(Ranges.Asked.Everything::new);
    return switch (asked) {
      case Ranges.Asked.Everything() -> new Answer(head.add("Accept-Ranges", "bytes"), all());
      case Ranges.Asked.Unsatisfiable() -> {
        head.fields().clear();
        head.add("Content-Range", "bytes */" + facts.length()).status(NOT_SATISFIABLE);
        yield new Answer(head, List.of());
      }
      case Ranges.Asked.Parts(List<Ranges.Range> parts) ->
          parts.size() == 1 ? one(head, parts.getFirst()) : several(head, parts);
    };
  }

  /// If-Range: the range counts only for the file that the client has a part of.
  private boolean rangeCounts() {
    Optional<String> condition = execution.field("If-Range");
    if (condition.isEmpty()) {
      return true;
    }
    if (condition.get().startsWith("\"")) {
      return !isOff("etag") && condition.get().equals(facts.etag());
    }
    return HttpDate.seconds(condition.get())
        .filter(s -> s == facts.modified().getEpochSecond())
        .isPresent();
  }

  private Answer one(Head head, Ranges.Range range) {
    long length = range.end() - range.start();
    head.status(PARTIAL).contentLength(length);
    head.add("Content-Range", contentRange(range));
    return new Answer(head, List.of(new Answer.Piece.OfFile(path, range.start(), length)));
  }

  private String contentRange(Ranges.Range range) {
    return "bytes " + range.start() + "-" + (range.end() - 1) + "/" + facts.length();
  }

  private Answer several(Head head, List<Ranges.Range> ranges) {
    String boundary = "%020d".formatted(BOUNDARY.incrementAndGet());
    String type = head.contentType();
    List<Answer.Piece> pieces = new ArrayList<>();
    long length = 0;
    for (Ranges.Range range : ranges) {
      String part =
          "\r\n--"
              + boundary
              + "\r\n"
              + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n")
              + "Content-Range: "
              + contentRange(range)
              + "\r\n\r\n";
      pieces.add(bytes(part));
      pieces.add(new Answer.Piece.OfFile(path, range.start(), range.end() - range.start()));
      length += part.length() + range.end() - range.start();
    }
    String end = "\r\n--" + boundary + "--\r\n";
    pieces.add(bytes(end));
    head.status(PARTIAL).contentLength(length + end.length());
    head.contentType("multipart/byteranges; boundary=" + boundary);
    return new Answer(head, pieces);
  }

  private static Answer.Piece bytes(String text) {
    return new Answer.Piece.Text(text);
  }
}
