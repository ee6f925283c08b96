package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.MemoryFiles;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.nginx.Nginx;
import dev.wsdoctor.nginx.Outcome;
import java.util.List;
import java.util.Optional;

/// What one hop would send upstream, had the configuration some edits, or the request another
/// target. Each trial reads again what has a say in the server of the hop, and no more.
public final class Rehearsal {
  private final Subject subject;
  private final Hop hop;
  private final Excerpt excerpt;

  public Rehearsal(Subject subject, Hop hop) {
    this.subject = subject;
    this.hop = hop;
    this.excerpt =
        hop.decision()
            .server()
            .map(server -> Excerpt.around(subject.configuration(), server))
            .orElseGet(() -> Excerpt.whole(subject.configuration()));
  }

  /// How many bytes each trial reads.
  public int size() {
    return excerpt.size();
  }

  /// The request target that goes upstream with these edits made; empty where they do not fit, or
  /// where nothing is passed on.
  public Optional<String> sent(List<Edit> edits) {
    return with(edits).flatMap(nginx -> sent(nginx, hop.request()));
  }

  /// The same for another target.
  public Optional<String> sentFor(String target, List<Edit> edits) {
    return with(edits).flatMap(nginx -> sent(nginx, asking(target)));
  }

  private Optional<Nginx> with(List<Edit> edits) {
    Configuration whole = subject.configuration();
    return excerpt
        .edited(edits)
        .or(() -> Excerpt.whole(whole).edited(edits))
        .filter(files -> !files.isEmpty())
        .map(files -> read(files, whole))
        .map(read -> Nginx.of(read, subject.version()));
  }

  private static Configuration read(List<SourceFile> files, Configuration whole) {
    return Configuration.load(MemoryFiles.of(files), files.getFirst().name(), whole.prefixes());
  }

  /// What goes upstream for another target.
  public Optional<String> sentFor(String target) {
    return sent(subject.nginx(), asking(target));
  }

  private Request asking(String target) {
    Request asked = hop.request();
    return new Request(asked.method(), target, asked.version(), asked.fields());
  }

  private Optional<String> sent(Nginx nginx, Request request) {
    return nginx
        .decide(hop.connection(), request, subject.files())
        .proxied()
        .map(Outcome.Proxied::sent)
        .filter(sent -> sent.target().isKnown())
        .map(sent -> sent.target().text());
  }
}
