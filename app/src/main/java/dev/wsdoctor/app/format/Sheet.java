package dev.wsdoctor.app.format;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a probe found, laid out once for every format: facts, tables, bytes and sentences under
/// their titles, then the causes. `probe` is its name on the command line.
public record Sheet(
    String probe,
    String target,
    Outcome outcome,
    String headline,
    List<Block> blocks,
    List<Finding> causes) {
  public Sheet {
    blocks = List.copyOf(blocks);
    causes = List.copyOf(causes);
  }

  /// The one word above everything.
  public enum Outcome {
    GOOD,
    AT_RISK,
    BAD
  }

  /// A part with a title of its own; the title in lower case is its name in JSON.
  sealed interface Block {
    String title();
  }

  /// Names with one value each.
  record Facts(String title, List<Fact> facts) implements Block {
    Facts {
      facts = List.copyOf(facts);
    }
  }

  /// One of them.
  record Fact(String name, Cell value) {}

  /// Rows with the same columns.
  record Table(String title, List<String> columns, List<List<Cell>> rows) implements Block {
    Table {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }
  }

  /// Text as it came over the wire, one char per byte.
  record Raw(String title, String text) implements Block {}

  /// Sentences for a person.
  record Notes(String title, List<String> sentences) implements Block {
    Notes {
      sentences = List.copyOf(sentences);
    }
  }

  /// A value that keeps its type until it is printed.
  sealed interface Cell {}

  record Words(String text) implements Cell {}

  record Time(Duration time) implements Cell {}

  record Count(long number) implements Cell {}

  record Yes(boolean value) implements Cell {}

  record Nothing() implements Cell {}

  static Cell words(String text) {
    return text.isEmpty() ? new Nothing() : new Words(text);
  }

  static Cell time(Optional<Duration> time) {
    return time.<Cell>map(Time::new).orElseGet(Nothing::new);
  }

  static Fact fact(String name, String value) {
    return new Fact(name, words(value));
  }

  /// The outcome that the causes give when nothing else speaks against it.
  static Outcome outcome(List<Finding> causes) {
    if (causes.stream().anyMatch(Finding::isError)) {
      return Outcome.BAD;
    }
    boolean risky = causes.stream().anyMatch(cause -> cause.severity() == Severity.WARNING);
    return risky ? Outcome.AT_RISK : Outcome.GOOD;
  }
}
