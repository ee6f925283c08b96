package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.rule.Rehearsal;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.WrittenParameter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The search for the edit by which a hop sends the path that the backend wants.
///
/// Every line that has a say in the path is tried with a slash more or less, with what came from
/// the client put behind, with another group, with two variables exchanged: whatever turns out to
/// send the wanted target is the mend, the smallest first, and before it one that does the same to
/// what lies below the path.
final class PathMend {
  private static final int MOST_TRIALS = 320;

  /// What is read again for all trials together, in bytes.
  private static final int MOST_READ = 64 << 20;

  private final Subject subject;
  private final SentPath path;
  private final Rehearsal rehearsal;

  PathMend(Subject subject, SentPath path) {
    this.subject = subject;
    this.path = path;
    this.rehearsal = new Rehearsal(subject, path.hop());
  }

  /// The best edit that has the wanted target sent; empty where no small one has.
  Optional<PathEdit> of(Wish wish) {
    if (wish.target().path().isEmpty()) {
      return Optional.empty();
    }
    WantedTarget wanted = wish.target();
    List<PathEdit> tried =
        edits(wanted)
            .filter(edit -> wish.lines().isEmpty() || wish.lines().contains(edit.line()))
            .sorted(Comparator.comparingInt(PathEdit::size))
            .limit(Math.clamp(MOST_READ / rehearsal.size(), 8, MOST_TRIALS))
            .toList();
    List<PathEdit> right = tried.stream().filter(edit -> sends(edit, wanted)).toList();
    List<PathEdit> small = right.stream().filter(edit -> edit.size() < PassEdits.LATE).toList();
    return small.stream()
        .filter(edit -> sendsBelow(edit, wanted))
        .findFirst()
        .or(() -> small.stream().findFirst())
        .or(() -> withTheQuery(tried, wanted))
        .or(() -> right.stream().findFirst());
  }

  private Stream<PathEdit> edits(WantedTarget wanted) {
    return Stream.of(
            PassEdits.of(path, wanted),
            rewrites(),
            ValueEdits.of(subject, path, wanted),
            handedOn(),
            slashesApart())
        .flatMap(edits -> edits);
  }

  /// Those in force, and those by which the path came here.
  private Stream<PathEdit> rewrites() {
    List<Directive> lines =
        Stream.concat(
                path.rewrites(), SentPath.written(path.hop(), "rewrite").filter(path::hasMatched))
            .distinct()
            .toList();
    return lines.stream()
        .flatMap(line -> new RewriteEdits(line, path.location(), path.askedPath(), lines).all());
  }

  private boolean sends(PathEdit edit, WantedTarget wanted) {
    return rehearsal.sent(edit.edits()).filter(wanted::is).isPresent();
  }

  private boolean sendsBelow(PathEdit edit, WantedTarget wanted) {
    return rehearsal
        .sentFor(WantedTarget.below(path.asked()), edit.edits())
        .filter(wanted.below()::is)
        .isPresent();
  }

  /// Where the path is one fault and the query another.
  private Optional<PathEdit> withTheQuery(List<PathEdit> tried, WantedTarget wanted) {
    Edit query = WrittenParameter.of(path.pass(), 0).append("$is_args$args");
    boolean queryless = !path.sent().contains("?");
    return queryless && !wanted.arguments().isEmpty()
        ? tried.stream()
            .filter(
                edit ->
                    rehearsal
                        .sent(edit.edits())
                        .map(SentPath::path)
                        .filter(wanted.path()::equals)
                        .isPresent())
            .map(edit -> edit.and(query))
            .filter(edit -> sends(edit, wanted))
            .findFirst()
        : Optional.empty();
  }

  /// What the location that was entered first hands the request on with.
  private Stream<PathEdit> handedOn() {
    return subject.entered(path.hop()).stream()
        .flatMap(
            entered ->
                Stream.concat(
                    entered.scope().inForce("try_files").stream(),
                    entered.scope().inForce("error_page").stream()))
        .filter(line -> line.lastParameter().startsWith("/"))
        .flatMap(this::handedOn);
  }

  private Stream<PathEdit> handedOn(Directive line) {
    WrittenParameter uri = WrittenParameter.last(line);
    Edit whole = uri.replace(0, uri.text().length(), path.bareName() + "$uri$is_args$args");
    return Stream.concat(new TextEdits(uri, 0).all(0).stream(), Stream.of(whole))
        .map(edit -> new PathEdit(line, List.of(edit)));
  }

  private Stream<PathEdit> slashesApart() {
    return path.hop().decision().server().stream()
        .map(
            server ->
                new PathEdit(
                    path.pass(),
                    List.of(Layout.first(server.directive(), List.of("merge_slashes off;")))));
  }
}
