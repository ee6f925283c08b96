package dev.wsdoctor.app.format;

import dev.wsdoctor.app.format.Sheet.Block;
import dev.wsdoctor.app.format.Sheet.Cell;
import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.http.Fields;
import java.util.List;
import java.util.stream.Stream;

/// A sheet without its secrets. The bytes of a head say which field is one; it is hidden in every
/// other place too.
final class MaskedSheet {
  private final Secrets secrets = new Secrets();

  private MaskedSheet(Sheet sheet) {
    secrets.learn(SecretText.in(sheet.target()));
    for (Block block : sheet.blocks()) {
      if (block instanceof Sheet.Raw(String _, String text)) {
        text.lines().forEach(this::learn);
      }
    }
  }

  static Sheet of(Sheet sheet) {
    return new MaskedSheet(sheet).masked(sheet);
  }

  private void learn(String line) {
    int colon = line.indexOf(':');
    if (colon > 0) {
      secrets.learn(Fields.of(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
  }

  private Sheet masked(Sheet sheet) {
    return new Sheet(
        sheet.probe(),
        secrets.text(sheet.target()),
        sheet.outcome(),
        secrets.text(sheet.headline()),
        sheet.blocks().stream().map(this::block).toList(),
        sheet.causes().stream().map(this::cause).toList());
  }

  private Block block(Block block) {
    return switch (block) {
      case Sheet.Facts(String title, var facts) ->
          new Sheet.Facts(
              title,
              facts.stream()
                  .map(fact -> new Sheet.Fact(fact.name(), named(fact.name(), fact.value())))
                  .toList());
      case Sheet.Table(String title, var columns, var rows) ->
          new Sheet.Table(title, columns, rows.stream().map(this::row).toList());
      case Sheet.Raw(String title, String text) -> new Sheet.Raw(title, secrets.head(text));
      case Sheet.Notes(String title, var sentences) ->
          new Sheet.Notes(title, sentences.stream().map(secrets::text).toList());
    };
  }

  /// The first cell may be the name of a field, whose value stands in the others.
  private List<Cell> row(List<Cell> row) {
    String name = row.getFirst() instanceof Sheet.Words(String first) ? first : "";
    return Stream.concat(
            Stream.of(row.getFirst()), row.stream().skip(1).map(cell -> named(name, cell)))
        .toList();
  }

  private Cell named(String name, Cell cell) {
    return cell instanceof Sheet.Words(String text)
        ? new Sheet.Words(secrets.field(name, text, false))
        : cell;
  }

  private Finding cause(Finding cause) {
    return new Finding(
        cause.id(),
        cause.severity(),
        cause.confidence(),
        secrets.text(cause.summary()),
        cause.why(),
        cause.places(),
        cause.evidence().stream()
            .map(one -> new Evidence(one.kind(), secrets.text(one.text())))
            .toList(),
        cause.fix());
  }
}
