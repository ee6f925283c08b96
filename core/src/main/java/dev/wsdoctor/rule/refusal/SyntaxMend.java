package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.rule.Subject;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The smallest edit after which a configuration loads: a semicolon or a brace put back, a
/// directive's name or a variable's spelt right, a block put where it may stand, a scheme or a unit
/// that nginx knows, quotes around a brace, a directive of another version taken out. What might
/// help is tried on the text, nearest to the error first.
public final class SyntaxMend {
  private static final int MOST_TRIALS = 60;

  /// Each trial reads everything anew, so only what a person wrote by hand is tried on.
  private static final int MOST_BYTES = 1 << 20;

  private static final int MOST_BLOCKS = 2_000;

  /// What no edit of a line mends: sizes and depths that we refuse ourselves.
  private static final Pattern OUR_LIMITS =
      Pattern.compile("more than [0-9]+ |include loop|larger than");

  private SyntaxMend() {}

  /// What helps, or nothing that is known.
  public static Optional<Candidate> of(Subject subject, ConfigurationError error) {
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
        .flatMap(place -> candidates(new Refusal(subject, place, error.message())));
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
  public record Candidate(List<Edit> edits, String advice, List<SourceRange> places) {
    Candidate(Edit edit, String advice) {
      this(List.of(edit), advice, List.of());
    }

    public Fix fix() {
      return Fix.review(advice, edits);
    }

    private int distance(SourceRange place) {
      return Math.abs(edits.getFirst().range().start() - place.start());
    }
  }

  /// Those that nginx's words and place call for, then what is searched for in the files, the
  /// nearest to the place first, then what is left when nothing else helps.
  private static Stream<Candidate> candidates(Refusal refusal) {
    Stream<Candidate> searched =
        filesFrom(refusal)
            .flatMap(
                file ->
                    SyntaxMends.IN_A_FILE.stream()
                        .map(mend -> mend.candidates(refusal, file))
                        .map(c -> c.sorted(nearestTo(refusal.place())))
                        .flatMap(c -> c));
    return Stream.of(
            all(SyntaxMends.BY_WORDS, refusal),
            searched.limit(MOST_TRIALS),
            all(SyntaxMends.AT_LAST, refusal))
        .flatMap(c -> c);
  }

  private static Stream<Candidate> all(List<SyntaxMends.ByWords> mends, Refusal refusal) {
    return mends.stream().flatMap(mend -> mend.candidates(refusal));
  }

  /// That of the place, then the others.
  private static Stream<SourceFile> filesFrom(Refusal refusal) {
    SourceFile own = refusal.place().file();
    return Stream.concat(
        Stream.of(own),
        refusal.subject().configuration().files().stream().filter(file -> file != own));
  }

  private static Comparator<Candidate> nearestTo(SourceRange place) {
    return Comparator.comparingInt(candidate -> candidate.distance(place));
  }
}
