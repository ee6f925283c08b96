package dev.wsdoctor.gateway.support;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Glob;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The variables of nginx that the gateway does not compute, from a data file.
final class RefusedVariables {
  private static final String RESOURCE = "variables.tsv";
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Za-z0-9_]+)");
  private static final Set<String> DEFINING = Set.of("set", "auth_request_set");
  private static final Set<String> DEFINING_BLOCKS = Set.of("map", "geo", "split_clients");
  private static final List<Row> ROWS = load();

  /// Names that the pattern matches, and why they are refused.
  record Row(String pattern, String reason) {}

  private RefusedVariables() {}

  static List<Row> rows() {
    return ROWS;
  }

  /// Why a variable, by its name in lower case, is not computed.
  static Optional<String> reason(String name) {
    return ROWS.stream()
        .filter(row -> Glob.matches(row.pattern(), name))
        .findFirst()
        .map(Row::reason);
  }

  /// Those that a directive uses in its parameters, or in its lines if it is no context of others.
  static List<Verdict> usedIn(Directive directive, boolean withLines, Set<String> defined) {
    Set<String> names = new LinkedHashSet<>();
    collect(directive, withLines, names);
    names.removeAll(defined);
    List<Verdict> refused = new ArrayList<>();
    for (String name : names) {
      reason(name).ifPresent(why -> refused.add(new Verdict.Refused("$" + name, why)));
    }
    return refused;
  }

  private static void collect(Directive directive, boolean withLines, Set<String> names) {
    for (String parameter : directive.parameters()) {
      Matcher matcher = VARIABLE.matcher(parameter);
      while (matcher.find()) {
        names.add(matcher.group(1).toLowerCase(Locale.ROOT));
      }
    }
    if (withLines && directive.isBlock()) {
      directive.body().forEach(line -> collect(line, true, names));
    }
  }

  /// The one that a directive defines.
  static Optional<String> definedBy(Directive directive) {
    List<String> parameters = directive.parameters();
    if (parameters.isEmpty()) {
      return Optional.empty();
    }
    if (DEFINING_BLOCKS.contains(directive.name()) && directive.isBlock()) {
      return Optional.of(name(parameters.getLast()));
    }
    return DEFINING.contains(directive.name())
        ? Optional.of(name(parameters.getFirst()))
        : Optional.empty();
  }

  private static String name(String parameter) {
    return parameter.replace("$", "").toLowerCase(Locale.ROOT);
  }

  private static List<Row> load() {
    try (InputStream in = RefusedVariables.class.getResourceAsStream(RESOURCE)) {
      byte[] bytes = Objects.requireNonNull(in, RESOURCE + " is missing").readAllBytes();
      return new String(bytes, StandardCharsets.ISO_8859_1)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(RefusedVariables::row)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + " cannot be read", e);
    }
  }

  private static Row row(String line) {
    String[] columns = line.split("\t", -1);
    if (columns.length != 2) {
      throw new IllegalStateException(RESOURCE + ": expected 2 columns: " + line);
    }
    return new Row(columns[0], columns[1]);
  }
}
