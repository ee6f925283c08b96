package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.finding.Fix;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The smallest edit after which a configuration loads: a semicolon or a brace put back, a
/// directive's name or a variable's spelt right, a block put where it may stand, a scheme or a unit
/// that nginx knows, quotes around a brace, a directive of another version taken out. What might
/// help is tried on the text, nearest to the error first.
final class SyntaxMend {
  private static final int MOST_TRIALS = 60;

  /// Each trial reads everything anew, so only what a person wrote by hand is tried on.
  private static final int MOST_BYTES = 1 << 20;

  private static final int MOST_BLOCKS = 2_000;

  /// What no edit of a line mends: sizes and depths that we refuse ourselves.
  private static final Pattern OUR_LIMITS =
      Pattern.compile("more than [0-9]+ |include loop|larger than");

  private final Subject subject;

  private SyntaxMend(Subject subject) {
    this.subject = subject;
  }

  /// What helps, or nothing that is known.
  static Optional<Candidate> of(Subject subject, ConfigurationError error) {
    return isSmall(subject.configuration())
        ? new SeveralRefusals(subject).mend(error)
        : Optional.empty();
  }

  /// What might help against that error, most likely first; it is for others to try.
  static Stream<Candidate> candidates(Subject subject, ConfigurationError error) {
    if (OUR_LIMITS.matcher(error.message()).find()) {
      return Stream.of();
    }
    if (error.message().startsWith("no \"events\" section")) {
      return Stream.of(withEvents(subject));
    }
    return error.place().stream()
        .flatMap(place -> new SyntaxMend(subject).candidates(place, error.message()));
  }

  private static Candidate withEvents(Subject subject) {
    return new Candidate(
        Edit.insert(subject.configuration().files().getFirst(), 0, "events {}\n"),
        "give the file the block that every nginx.conf has");
  }

  private static boolean isSmall(Configuration configuration) {
    long bytes = configuration.files().stream().mapToLong(file -> file.text().length()).sum();
    return bytes <= MOST_BYTES
        && configuration.files().stream().mapToLong(SyntaxMend::blocks).sum() <= MOST_BLOCKS;
  }

  private static long blocks(SourceFile file) {
    return file.text().chars().filter(c -> c == '{').count();
  }

  /// Edits that might help together, what they do in words, and where what they mend is.
  record Candidate(List<Edit> edits, String advice, List<SourceRange> places) {
    Candidate(Edit edit, String advice) {
      this(List.of(edit), advice, List.of());
    }

    Fix fix() {
      return Fix.review(advice, edits);
    }

    private int distance(SourceRange place) {
      return Math.abs(edits.getFirst().range().start() - place.start());
    }
  }

  private Stream<Candidate> candidates(SourceRange place, String message) {
    Stream<Candidate> twice = SuperfluousDirective.candidates(subject, place, message);
    Stream<SourceFile> others =
        subject.configuration().files().stream().filter(file -> file != place.file());
    Stream<Candidate> lost =
        Stream.concat(Stream.of(place.file()), others)
            .flatMap(
                file ->
                    Stream.of(
                        DamagedText.candidates(subject, file, message),
                        SuperfluousUri.candidates(subject, file, message),
                        WrittenScheme.candidates(subject, file, message),
                        WrittenUnit.candidates(subject, file, message),
                        WrittenName.candidates(subject, file, message),
                        WrittenModifier.candidates(subject, file, message),
                        SuperfluousSign.candidates(subject, file, message),
                        ForeignWords.candidates(file, message),
                        SuperfluousPort.candidates(subject, file, message),
                        UnquotedBrace.candidates(file),
                        SuperfluousBrace.candidates(file, message),
                        Misspelling.candidates(subject, file),
                        LostBrace.byIndentation(file),
                        LostTerminator.candidates(subject, file),
                        LostBrace.candidates(subject, file)))
            .map(c -> c.sorted(Comparator.comparingInt(candidate -> candidate.distance(place))))
            .flatMap(c -> c);
    Stream<Candidate> several =
        subject.configuration().files().stream()
            .flatMap(file -> LostTerminator.several(subject, file));
    return Stream.of(twice, atPlace(place, message), lost.limit(MOST_TRIALS), several)
        .flatMap(c -> c);
  }

  /// What the place of the error and nginx's words for it say.
  private Stream<Candidate> atPlace(SourceRange place, String message) {
    return Stream.of(
            TwiceIncluded.candidates(subject, place, message),
            TwinUpstream.candidates(subject, place, message),
            WrappedFile.candidates(subject, place, message),
            MisplacedDirective.candidates(subject, place, message),
            SettingsInIf.candidates(subject, place, message),
            BareAddress.candidates(subject, place, message),
            StrangeLocation.candidates(subject, place, message),
            StrangeSetting.candidates(subject, place, message),
            RefusedParameter.candidates(subject, place, message),
            MapArguments.candidates(subject, place, message),
            UnknownFormat.candidates(subject, message),
            ListedSockets.candidates(subject, place, message),
            BufferSizes.candidates(subject, place, message),
            NewerDirective.candidates(subject, message))
        .flatMap(c -> c);
  }
}
