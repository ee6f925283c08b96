package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.EditDistance;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.HandshakeMend;
import dev.wsdoctor.rule.NginxAnswer;
import dev.wsdoctor.rule.Rule;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.SocketPath;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.UpgradeCondition;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// No location covers the path: a fallback answers that was never meant for sockets.
public final class NoLocationForPath implements Rule {
  @Override
  public String id() {
    return "no-location-for-path";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    if (FilesFirst.of(subject).isPresent()
        || NginxAnswer.isOfAnotherRule(subject)
        || MissingHandler.of(subject).isPresent()) {
      return List.of();
    }
    return Selection.ofFailing(subject)
        .filter(Selection::isFallback)
        .filter(selection -> selection.beaten().isEmpty())
        .filter(selection -> isMeantElsewhere(subject, selection))
        .map(selection -> finding(subject, selection))
        .stream()
        .toList();
  }

  /// A fallback that proxies may be meant for the socket and only lack its settings; it is not when
  /// the sockets of the same application, or of this path, have a location of their own.
  private static boolean isMeantElsewhere(Subject subject, Selection selection) {
    Optional<Outcome.Proxied> proxied = subject.last().proxied();
    if (proxied.isEmpty()) {
      return !NginxAnswer.isUnusable(subject);
    }
    if (isByUpgrade(proxied.get())) {
      return false;
    }
    return BackendOfApplication.in(subject, selection.server()).isPresent()
        || (!ClientUrlMismatch.isRootPath(subject)
            && selection.elsewhere().stream()
                .anyMatch(
                    other ->
                        isSibling(subject, proxied.get(), other)
                            || renamed(subject, other).findAny().isPresent()));
  }

  /// From an `if` that asks for the upgrade: that is made for whatever socket comes.
  private static boolean isByUpgrade(Outcome.Proxied proxied) {
    return proxied.scope().chain().stream().map(Scope::block).anyMatch(UpgradeCondition::isOn);
  }

  private static boolean isSibling(Subject subject, Outcome.Proxied fallback, Location other) {
    String path = subject.target().path();
    return SocketLocations.proxyPass(other)
            .filter(
                pass -> SocketLocations.origin(pass).equals(SocketLocations.origin(fallback.by())))
            .isPresent()
        || SocketPath.shareAWord(path, other.name());
  }

  /// The beginnings of the path that the location's name is misspelt for, the nearest first.
  private static Stream<String> nearly(Subject subject, Location other) {
    String path = subject.target().path();
    boolean comparable = !other.isRegex() && other.name().length() > 2;
    return IntStream.rangeClosed(other.name().length() - 1, other.name().length() + 1)
        .filter(length -> comparable && length <= path.length())
        .mapToObj(length -> path.substring(0, length))
        .filter(start -> EditDistance.between(start, other.name()) == 1)
        .filter(start -> other.kind() != Location.Kind.EXACT || start.equals(path))
        .filter(start -> digits(start).equals(digits(other.name())))
        .sorted(Comparator.comparing(start -> start.endsWith("/") != other.name().endsWith("/")));
  }

  /// Another number is another version or another instance, no misspelling.
  private static String digits(String name) {
    return name.replaceAll("\\D", "");
  }

  /// The location with a name by which it takes the path, the nearest first.
  private static Stream<Fix> renamed(Subject subject, Location other) {
    String path = subject.target().path();
    return Stream.concat(
        nearly(subject, other).map(name -> respelt(other, name)),
        Stream.of(
                LongerPattern.of(other, path),
                WiderChoice.of(other, path),
                LostTilde.of(other, path),
                RespeltPattern.of(other, path))
            .flatMap(Optional::stream));
  }

  private static Fix respelt(Location other, String name) {
    Directive location = other.directive();
    return Fix.review(
        "call %s %s".formatted(BlockTitle.withPlace(location), name),
        List.of(new Edit(location.parameterRange(location.parameterCount() - 1), name)));
  }

  private Finding finding(Subject subject, Selection selection) {
    Finding finding =
        Finding.of(
                id(),
                Severity.ERROR,
                0.96,
                "no location is made for %s; %s answers"
                    .formatted(subject.target().path(), selection.title()),
                why(selection))
            .at(places(selection));
    return mend(subject, selection).map(finding::mendedBy).orElse(finding);
  }

  private static String why(Selection selection) {
    String siblings =
        selection.elsewhere().stream()
            .map(location -> BlockTitle.withPlace(location.directive()))
            .limit(3)
            .collect(Collectors.joining(", "));
    return siblings.isEmpty()
        ? "What no location covers is answered by the fallback, which is not a proxy for sockets."
        : "The socket settings stand in " + siblings + ", which this path does not match.";
  }

  private static List<Place> places(Selection selection) {
    return Stream.concat(
            Stream.of(selection.place()), selection.elsewhere().stream().map(Location::directive))
        .limit(3)
        .map(block -> Place.of(block.head()))
        .toList();
  }

  private static Optional<Fix> mend(Subject subject, Selection selection) {
    if (subject.target().path().contains("//")) {
      return Optional.of(
          Fix.manual("open the URL with one slash: merge_slashes off keeps the two apart"));
    }
    Optional<Fix> respelt =
        selection.elsewhere().stream().flatMap(other -> renamed(subject, other)).findFirst();
    if (respelt.isPresent()) {
      return respelt;
    }
    Optional<Location> pattern =
        selection.elsewhere().stream()
            .limit(1)
            .filter(Location::isRegex)
            .filter(other -> SocketPath.shareAWord(subject.target().path(), other.name()))
            .findFirst();
    if (pattern.filter(NoLocationForPath::sendsPathAsAsked).isPresent()) {
      return pattern.map(model -> NewLocation.like(model, subject, selection));
    }
    if (pattern.isPresent()) {
      return Optional.of(
          Fix.manual(
              "let the regular expression of %s match %s"
                  .formatted(
                      BlockTitle.withPlace(pattern.get().directive()), subject.target().path())));
    }
    Optional<Location> own = BackendOfApplication.in(subject, selection.server());
    if (own.isPresent()) {
      return own.map(model -> NewLocation.like(model, subject, selection));
    }
    return subject.last().proxied().isPresent()
        ? HandshakeMend.of(subject)
        : OrphanedName.mend(selection)
            .or(
                () ->
                    TwinServer.mend(subject, selection)
                        .or(() -> NewLocation.mend(subject, selection)));
  }

  /// `location ~ ^/a/b/(.*) { proxy_pass http://c/a/b/$1$is_args$args; }` does what no URI part
  /// does.
  private static boolean sendsPathAsAsked(Location pattern) {
    Optional<Directive> pass = SocketLocations.proxyPass(pattern);
    String literal = pattern.name().replaceFirst("^\\^", "").replaceFirst("\\(\\.\\*\\)\\$?$", "");
    return literal.matches("[\\w/-]+")
        && pass.map(
                line ->
                    line.parameter()
                        .equals(SocketLocations.origin(line) + literal + "$1$is_args$args"))
            .orElse(false);
  }
}
