package dev.wsdoctor.app.format;

import dev.wsdoctor.app.format.Sheet.Block;
import dev.wsdoctor.app.format.Sheet.Cell;
import dev.wsdoctor.finding.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A sheet for a person: the outcome, what was seen, the causes.
final class SheetText {
  private static final String INDENTATION = "  ";

  private final Page page;

  SheetText(Page page) {
    this.page = page;
  }

  void write(Sheet sheet) {
    page.line(style(sheet.outcome()), word(sheet.outcome()) + "  " + sheet.target());
    page.blank().filled(Style.BOLD, "", sheet.headline());
    sheet.blocks().forEach(this::block);
    sheet.causes().forEach(this::cause);
  }

  private static String word(Sheet.Outcome outcome) {
    return switch (outcome) {
      case GOOD -> "HEALTHY";
      case AT_RISK -> "AT RISK";
      case BAD -> "BROKEN";
    };
  }

  private static Style style(Sheet.Outcome outcome) {
    return switch (outcome) {
      case GOOD -> Style.GREEN;
      case AT_RISK -> Style.YELLOW;
      case BAD -> Style.RED;
    };
  }

  private void block(Block block) {
    switch (block) {
      case Sheet.Facts(String title, var facts) -> facts(title, facts);
      case Sheet.Table(String title, var columns, var rows) -> table(title, columns, rows);
      case Sheet.Raw(String title, String text) -> {
        if (!text.isEmpty()) {
          title(title);
          page.verbatim(INDENTATION, text.stripTrailing());
        }
      }
      case Sheet.Notes(String title, var sentences) -> {
        if (!sentences.isEmpty()) {
          title(title);
          sentences.forEach(sentence -> page.filled(INDENTATION + "* ", sentence));
        }
      }
    }
  }

  private void title(String title) {
    page.blank().line(Style.BOLD, title);
  }

  private void facts(String title, List<Sheet.Fact> facts) {
    if (facts.isEmpty()) {
      return;
    }
    title(title);
    int width = facts.stream().mapToInt(fact -> fact.name().length()).max().orElse(0);
    facts.forEach(
        fact -> page.filled(INDENTATION + pad(fact.name(), width) + "  ", print(fact.value())));
  }

  private void table(String title, List<String> columns, List<List<Cell>> rows) {
    if (rows.isEmpty()) {
      return;
    }
    title(title);
    List<List<String>> lines =
        rows.stream().map(row -> row.stream().map(SheetText::print).toList()).toList();
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < columns.size(); column++) {
      int at = column;
      widths.add(lines.stream().mapToInt(line -> line.get(at).length()).max().orElse(0));
      widths.set(column, Math.max(widths.get(column), columns.get(column).length()));
    }
    row(columns, widths, Style.FAINT);
    lines.forEach(line -> row(line, widths, Style.PLAIN));
  }

  /// The last column is filled to the width of the page.
  private void row(List<String> cells, List<Integer> widths, Style style) {
    StringBuilder lead = new StringBuilder(INDENTATION);
    for (int i = 0; i < cells.size() - 1; i++) {
      lead.append(pad(cells.get(i), widths.get(i))).append(INDENTATION);
    }
    page.filled(style, lead.toString(), cells.getLast());
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private static String print(Cell cell) {
    return switch (cell) {
      case Sheet.Words(String text) -> text;
      case Sheet.Count(long number) -> String.valueOf(number);
      case Sheet.Yes(boolean value) -> value ? "yes" : "no";
      case Sheet.Nothing() -> "-";
      case Sheet.Time(Duration time) -> print(time);
    };
  }

  /// Three digits: `0.42 ms`, `38.1 ms`, `60.0 s`.
  static String print(Duration time) {
    double millis = time.toNanos() / 1e6;
    double value = millis < 1000 ? millis : millis / 1000;
    int decimals = value < 10 ? 2 : value < 100 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f", value)
        + (millis < 1000 ? " ms" : " s");
  }

  private void cause(Finding cause) {
    page.blank().filled(Style.BOLD, "Cause     ", cause.summary());
    String level = cause.severity().name().toLowerCase(Locale.ROOT);
    page.filled("          ", "[%s, %s]".formatted(cause.id(), level));
    cause.places().forEach(place -> page.filled("Where     ", place.where()));
    page.filled("Why       ", cause.why());
    cause.evidence().forEach(evidence -> page.filled("Seen      ", evidence.text()));
    cause.fix().ifPresent(fix -> page.filled("Change    ", fix.advice()));
    page.filled("More      ", "wsdoctor why " + cause.id());
  }
}
