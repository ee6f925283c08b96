package dev.wsdoctor.regex;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;

/// A pattern on java.util.regex.
///
/// Where that gives up, PCRE is asked: it follows other ways through a pattern and may know at
/// once.
final class JavaRegex implements Regex {
  private static final Match NO_MATCH = new Match.NoMatch();

  private final String original;
  private final boolean caseless;
  private final JavaPattern java;

  JavaRegex(String original, boolean caseless, JavaPattern java) {
    this.original = original;
    this.caseless = caseless;
    this.java = java;
  }

  @Override
  public Match match(String subject) {
    Match alone = matchAlone(subject);
    if (!(alone instanceof Match.Undecided)) {
      return alone;
    }
    if (Pcre.available() instanceof Pcre.Loaded(Pcre pcre)
        && pcre.compile(original, caseless) instanceof Compiled.Valid(Regex regex)) {
      return regex.match(subject);
    }
    return alone;
  }

  /// The answer of java.util.regex.
  Match matchAlone(String subject) {
    Matcher matcher = java.pattern().matcher(new LimitedText(subject));
    try {
      return matcher.find() ? matched(matcher, subject) : NO_MATCH;
    } catch (LimitedText.Exhausted _) {
      return new Match.Undecided(
          "\"%s\" backtracks too much on a subject of %d bytes"
              .formatted(original, subject.length()));
    } catch (StackOverflowError _) {
      // java.util.regex recurses once per repetition of a group.
      return new Match.Undecided(
          "\"%s\" repeats a group too often on a subject of %d bytes"
              .formatted(original, subject.length()));
    }
  }

  private static Match matched(Matcher matcher, String subject) {
    List<Optional<String>> groups = new ArrayList<>(matcher.groupCount() + 1);
    for (int i = 0; i <= matcher.groupCount(); i++) {
      groups.add(
          matcher.start(i) < 0
              ? Optional.empty()
              : Optional.of(subject.substring(matcher.start(i), matcher.end(i))));
    }
    return new Match.Matched(groups);
  }

  @Override
  public Map<String, Integer> groupNames() {
    return java.names();
  }
}
