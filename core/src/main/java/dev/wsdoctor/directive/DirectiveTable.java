package dev.wsdoctor.directive;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// `directives.tsv`: found by name at once, read row by row when asked for, because every command
/// starts with it and needs few of its rows.
final class DirectiveTable {
  private static final String RESOURCE = "directives.tsv";
  private static final int COLUMNS = 11;

  private final String text;

  /// Where the first row of a name starts; its other rows follow.
  private final Map<String, Integer> rows = HashMap.newHashMap(1024);

  private DirectiveTable(String text) {
    this.text = text;
    String last = "";
    for (int line = 0; line < text.length(); line = text.indexOf('\n', line) + 1) {
      if (text.charAt(line) != '#' && !isRowOf(last, line)) {
        last = text.substring(line, text.indexOf('\t', line));
        rows.put(last, line);
      }
    }
  }

  static DirectiveTable load() {
    try (InputStream in = DirectiveTable.class.getResourceAsStream(RESOURCE)) {
      byte[] bytes = Objects.requireNonNull(in, RESOURCE + " is missing").readAllBytes();
      return new DirectiveTable(new String(bytes, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + " cannot be read", e);
    }
  }

  Set<String> names() {
    return rows.keySet();
  }

  List<DirectiveDefinition> find(String name) {
    Integer first = rows.get(name);
    if (first == null) {
      return List.of();
    }
    List<DirectiveDefinition> found = new ArrayList<>();
    for (int line = first; line < text.length() && isRowOf(name, line); ) {
      int end = text.indexOf('\n', line);
      found.add(row(text.substring(line, end)));
      line = end + 1;
    }
    return List.copyOf(found);
  }

  private boolean isRowOf(String name, int line) {
    int tab = line + name.length();
    return !name.isEmpty()
        && text.startsWith(name, line)
        && tab < text.length()
        && text.charAt(tab) == '\t';
  }

  private static DirectiveDefinition row(String line) {
    List<String> columns = Columns.split(line, '\t');
    if (columns.size() != COLUMNS) {
      throw new IllegalStateException(RESOURCE + ": expected " + COLUMNS + " columns: " + line);
    }
    return new DirectiveDefinition(
        columns.get(0),
        contexts(columns.get(1)),
        Arity.parse(columns.get(2)),
        columns.get(3).equals("block"),
        ValueType.parse(columns.get(4)),
        columns.get(5).equals("many"),
        inheritance(columns.get(6)),
        version(columns.get(7)),
        version(columns.get(8)),
        Defaults.parse(columns.get(9)),
        columns.get(10));
  }

  private static Optional<NginxVersion> version(String text) {
    return text.equals("-") ? Optional.empty() : NginxVersion.find(text);
  }

  private static Set<Context> contexts(String titles) {
    if (titles.equals("any")) {
      return EnumSet.allOf(Context.class);
    }
    Set<Context> contexts = EnumSet.noneOf(Context.class);
    for (String title : Columns.split(titles, ',')) {
      contexts.add(Context.of(title).orElseThrow());
    }
    return contexts;
  }

  private static Inheritance inheritance(String word) {
    return switch (word) {
      case "nearest" -> Inheritance.NEAREST;
      case "replace" -> Inheritance.REPLACE;
      default -> Inheritance.NONE;
    };
  }
}
