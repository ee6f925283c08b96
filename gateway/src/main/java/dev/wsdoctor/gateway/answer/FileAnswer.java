package dev.wsdoctor.gateway.answer;

import dev.wsdoctor.nginx.Execution;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A file, as far as the request wants it (`ngx_http_static_handler`).
final class FileAnswer {
  private static final int OK = 200;
  private static final int NOT_MODIFIED = 304;
  private static final int PRECONDITION_FAILED = 412;

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
    Optional<String> etag =
        execution.scope().flag("etag", true) ? Optional.of(facts.etag()) : Optional.empty();
    etag.ifPresent(tag -> head.add("ETag", tag));
    Conditions conditions =
        new Conditions(execution, Optional.of(facts.modified().getEpochSecond()), etag);
    int status = head.status() == OK ? conditions.status() : head.status();
    head.status(status);
    if (status == PRECONDITION_FAILED) {
      return new Answer(head, List.of());
    }
    if (status == NOT_MODIFIED) {
      head.contentType("").contentLength(-1);
    }
    addFields.accept(head);
    Parts parts =
        new Parts(
            execution,
            conditions,
            facts.length(),
            (start, length) -> new Answer.Piece.OfFile(path, start, length));
    if (status == OK) {
      return parts.of(head);
    }
    return new Answer(head, status == NOT_MODIFIED ? List.of() : parts.all());
  }
}
