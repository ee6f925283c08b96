package dev.wsdoctor.app.format;

import dev.wsdoctor.app.format.Sheet.Block;
import dev.wsdoctor.app.format.Sheet.Cell;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A sheet for a program: times in milliseconds, every name in lower case with `_` for a space.
final class SheetJson {
  private final Json json;

  private SheetJson(Json json) {
    this.json = json;
  }

  static byte[] document(Sheet sheet) {
    return Json.document(json -> new SheetJson(json).members(sheet));
  }

  /// As a part of a report, which has the causes already.
  static void part(Json json, Sheet sheet) {
    json.string("probe", sheet.probe());
    json.string("verdict", word(sheet.outcome()));
    json.string("headline", sheet.headline());
    sheet.blocks().forEach(new SheetJson(json)::block);
  }

  private void members(Sheet sheet) {
    json.string("schema", JsonFormat.SCHEMA);
    json.string("probe", sheet.probe());
    json.object("target", () -> json.string("url", sheet.target()));
    json.string("verdict", word(sheet.outcome()));
    json.string("headline", sheet.headline());
    json.objects("causes", sheet.causes(), cause -> JsonFormat.cause(json, cause));
    sheet.blocks().forEach(this::block);
  }

  private static String word(Sheet.Outcome outcome) {
    return switch (outcome) {
      case GOOD -> "healthy";
      case AT_RISK -> "at-risk";
      case BAD -> "broken";
    };
  }

  private void block(Block block) {
    String name = name(block.title());
    switch (block) {
      case Sheet.Facts(String _, var facts) ->
          json.object(name, () -> facts.forEach(fact -> cell(name(fact.name()), fact.value())));
      case Sheet.Table(String _, var columns, var rows) ->
          json.objects(name, rows, row -> row(columns, row));
      case Sheet.Raw(String _, String text) -> json.string(name, text);
      case Sheet.Notes(String _, var sentences) -> json.strings(name, sentences);
    }
  }

  private void row(List<String> columns, List<Cell> row) {
    for (int i = 0; i < columns.size(); i++) {
      cell(name(columns.get(i)), row.get(i));
    }
  }

  private void cell(String name, Cell cell) {
    switch (cell) {
      case Sheet.Words(String text) -> json.string(name, text);
      case Sheet.Count(long number) -> json.number(name, number);
      case Sheet.Yes(boolean value) -> json.bool(name, value);
      case Sheet.Time(Duration time) -> json.milliseconds(name + "_ms", Optional.of(time));
      case Sheet.Nothing() -> json.string(name, Optional.<String>empty());
    }
  }

  private static String name(String title) {
    return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
  }
}
