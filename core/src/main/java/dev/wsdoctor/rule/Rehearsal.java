package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Edits;
import dev.wsdoctor.conf.MemoryFiles;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.nginx.Nginx;
import dev.wsdoctor.nginx.Outcome;
import java.util.List;
import java.util.Optional;

/// What one hop would send upstream, had the configuration some edits, or the request another
/// target.
public record Rehearsal(Subject subject, Hop hop) {
  /// The request target that goes upstream with these edits made; empty where they do not fit, or
  /// where nothing is passed on.
  public Optional<String> sent(List<Edit> edits) {
    List<SourceFile> files = subject.configuration().files();
    if (files.isEmpty()) {
      return Optional.empty();
    }
    List<SourceFile> changed = files.stream().map(file -> with(file, edits)).toList();
    Configuration read =
        Configuration.load(
            MemoryFiles.of(changed), files.getFirst().name(), subject.configuration().prefixes());
    return sent(Nginx.of(read, subject.version()), hop.request());
  }

  /// What goes upstream for another target.
  public Optional<String> sentFor(String target) {
    Request asked = hop.request();
    return sent(
        subject.nginx(), new Request(asked.method(), target, asked.version(), asked.fields()));
  }

  private Optional<String> sent(Nginx nginx, Request request) {
    return nginx
        .decide(hop.connection(), request, subject.files())
        .proxied()
        .map(Outcome.Proxied::sent)
        .filter(sent -> sent.target().isKnown())
        .map(sent -> sent.target().text());
  }

  private static SourceFile with(SourceFile file, List<Edit> edits) {
    List<Edit> own = edits.stream().filter(edit -> edit.range().file() == file).toList();
    return own.isEmpty()
        ? file
        : switch (Edits.tryApply(file, own)) {
          case Edits.Applied(String text) -> SourceFile.ofText(file.name(), text);
          case Edits.Refused _ -> file;
        };
  }
}
