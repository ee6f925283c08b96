package dev.wsdoctor.gateway.support;

import dev.wsdoctor.directive.DirectiveDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The data file: every directive of nginx with what the gateway makes of it, and why.
final class SupportTable {
  private static final String RESOURCE = "support.tsv";
  private static final int COLUMNS = 5;
  private static final SupportTable TABLE = load();

  private final Map<Key, SupportRow> rows = HashMap.newHashMap(1024);

  private record Key(String name, String module) {}

  private SupportTable(String text) {
    text.lines().filter(line -> !line.startsWith("#")).map(SupportTable::row).forEach(this::add);
  }

  static SupportTable table() {
    return TABLE;
  }

  /// What stands there for a directive of that name and module.
  Optional<SupportRow> find(DirectiveDefinition definition) {
    return Optional.ofNullable(rows.get(new Key(definition.name(), definition.module())));
  }

  List<SupportRow> rows() {
    return List.copyOf(rows.values());
  }

  private void add(SupportRow row) {
    if (rows.put(new Key(row.name(), row.module()), row) != null) {
      throw new IllegalStateException(
          RESOURCE + ": two rows of " + row.name() + " of " + row.module());
    }
  }

  private static SupportTable load() {
    try (InputStream in = SupportTable.class.getResourceAsStream(RESOURCE)) {
      byte[] bytes = Objects.requireNonNull(in, RESOURCE + " is missing").readAllBytes();
      return new SupportTable(new String(bytes, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + " cannot be read", e);
    }
  }

  private static SupportRow row(String line) {
    String[] columns = line.split("\t", -1);
    if (columns.length != COLUMNS) {
      throw new IllegalStateException(RESOURCE + ": expected " + COLUMNS + " columns: " + line);
    }
    return new SupportRow(
        columns[0],
        columns[1],
        SupportRow.Kind.valueOf(columns[2].toUpperCase(Locale.ROOT)),
        columns[3].equals("-") ? List.of() : List.of(columns[3].split("\\|", -1)),
        columns[4]);
  }
}
