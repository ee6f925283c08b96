package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.HandshakeMend;
import dev.wsdoctor.rule.LocationCopy;
import dev.wsdoctor.rule.NginxAnswer;
import dev.wsdoctor.rule.Rule;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Another location than the one made for the socket takes the request.
public final class WrongLocationSelected implements Rule {
  @Override
  public String id() {
    return "wrong-location-selected";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    if (FilesFirst.of(subject).isPresent() || NginxAnswer.isOfAnotherRule(subject)) {
      return List.of();
    }
    Optional<IndexInTheWay> index = IndexInTheWay.of(subject);
    if (index.isPresent()) {
      return List.of(finding(index.get()));
    }
    return Selection.ofFailing(subject)
        .flatMap(
            selection ->
                beaten(subject, selection).map(beaten -> finding(subject, selection, beaten)))
        .stream()
        .toList();
  }

  /// The location the request was meant for: made for sockets, matching, and not a mere fallback
  /// that the chosen one was written to specialise.
  private static Optional<Location> beaten(Subject subject, Selection selection) {
    boolean proxied = subject.last().proxied().isPresent();
    return selection.beaten().stream()
        .filter(
            location ->
                !proxied
                    || !SocketLocations.isFallback(location)
                    || selection.isChosenByAccident(subject.target().path()))
        .findFirst();
  }

  private Finding finding(Subject subject, Selection selection, Location meant) {
    return Finding.of(
            id(),
            Severity.ERROR,
            0.96,
            "%s takes the request, not %s"
                .formatted(selection.title(), BlockTitle.withPlace(meant.directive())),
            why(selection))
        .at(List.of(Place.of(selection.place().head()), Place.of(meant.directive().head())))
        .mendedBy(mend(subject, selection, meant));
  }

  private Finding finding(IndexInTheWay index) {
    return Finding.of(
            id(),
            Severity.ERROR,
            0.96,
            "%s takes the request, not %s"
                .formatted(
                    BlockTitle.withPlace(index.page().directive()),
                    BlockTitle.withPlace(index.meant().directive())),
            "An exact location beats all; what it serves is the index of a directory, which is another path to the"
                + " backend, or no file at all.")
        .at(
            List.of(
                Place.of(index.page().directive().head()),
                Place.of(index.meant().directive().head())))
        .mendedBy(index.mend());
  }

  private static String why(Selection selection) {
    return selection.chosen().filter(Location::isRegex).isPresent()
        ? "A regular expression beats every prefix that is not marked ^~, and of several the first in the"
            + " file wins."
        : "The longest prefix wins, an exact location before all, and nested locations inside the winner are"
            + " searched again.";
  }

  /// `^~` keeps regular expressions away from a prefix; a copy for exactly this path beats all; an
  /// exact location that does not proxy is for this path alone and can go.
  private static Fix mend(Subject subject, Selection selection, Location meant) {
    boolean regexWins = selection.chosen().filter(Location::isRegex).isPresent();
    if (regexWins && meant.kind() == Location.Kind.PREFIX && meant.name().length() > 1) {
      return preferred(meant, AccessControl.missing(meant, selection.chosen()));
    }
    return aroundPage(subject, selection, meant)
        .or(() -> withoutExact(subject, selection))
        .or(() -> copied(subject, selection, meant))
        .or(() -> unmarked(selection, meant))
        .or(() -> inFront(selection, meant))
        .or(() -> HandshakeMend.of(subject))
        .orElseGet(
            () ->
                Fix.manual(
                    "narrow the location that wins, or move the one for the socket in front of it"));
  }

  private static Fix preferred(Location meant, AccessControl lost) {
    Directive location = meant.directive();
    String caution =
        lost.isEmpty()
            ? ""
            : "; see whether it needs what guards the one that wins now: " + lost.names();
    return Fix.review(
        "keep regular expressions away from " + BlockTitle.of(location) + " with ^~" + caution,
        List.of(Edit.insert(location.range().file(), location.parameterRange(0).start(), "^~ ")));
  }

  /// The root of a site has a page, which stays.
  private static Optional<Fix> aroundPage(Subject subject, Selection selection, Location meant) {
    return selection
        .chosen()
        .filter(_ -> subject.target().path().equals("/"))
        .filter(chosen -> chosen.kind() == Location.Kind.EXACT)
        .flatMap(chosen -> Detour.around(selection.server(), chosen, meant));
  }

  private static Optional<Fix> withoutExact(Subject subject, Selection selection) {
    return selection
        .chosen()
        .filter(chosen -> chosen.kind() == Location.Kind.EXACT)
        .filter(_ -> subject.last().proxied().isEmpty())
        .map(
            chosen ->
                Fix.review(
                    "take %s away".formatted(BlockTitle.withPlace(chosen.directive())),
                    List.of(Layout.remove(chosen.directive()))));
  }

  /// Without `^~` a prefix lets regular expressions be asked.
  private static Optional<Fix> unmarked(Selection selection, Location meant) {
    return selection
        .chosen()
        .filter(chosen -> chosen.kind() == Location.Kind.PREFERENTIAL && meant.isRegex())
        .map(Location::directive)
        .filter(chosen -> chosen.parameterCount() == 2)
        .map(
            chosen ->
                Fix.review(
                    "take ^~ from %s, which keeps regular expressions from being asked"
                        .formatted(BlockTitle.withPlace(chosen)),
                    List.of(
                        Edit.delete(
                            new SourceRange(
                                chosen.range().file(),
                                chosen.parameterRange(0).start(),
                                chosen.parameterRange(1).start())))));
  }

  /// Of regular expressions the first one wins.
  private static Optional<Fix> inFront(Selection selection, Location meant) {
    List<Location> level = selection.server().locations();
    Directive moved = meant.directive();
    return selection
        .chosen()
        .filter(chosen -> chosen.isRegex() && meant.isRegex())
        .filter(chosen -> level.contains(chosen) && level.contains(meant))
        .map(Location::directive)
        .filter(chosen -> chosen.range().file() == moved.range().file())
        .map(
            chosen ->
                Fix.review(
                    "move %s in front of %s"
                        .formatted(BlockTitle.of(moved), BlockTitle.withPlace(chosen)),
                    List.of(
                        Layout.before(
                            chosen,
                            Stream.concat(Layout.lines(moved).stream(), Stream.of("")).toList()),
                        Layout.remove(moved))));
  }

  private static Optional<Fix> copied(Subject subject, Selection selection, Location meant) {
    boolean exact =
        selection.chosen().filter(chosen -> chosen.kind() == Location.Kind.EXACT).isPresent();
    if (exact) {
      return Optional.empty();
    }
    String path = subject.target().path();
    AccessControl lost = AccessControl.missing(meant, selection.chosen());
    return LocationCopy.forPath(selection.server(), meant, path, lost.texts())
        .map(
            edit ->
                Fix.review(
                    "serve exactly %s as %s does%s"
                        .formatted(path, BlockTitle.of(meant.directive()), lost.comesAlong()),
                    List.of(edit)));
  }
}
