package dev.wsdoctor.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The field lines of a message in their order (RFC 9110, 5.3).
public record Fields(List<Field> lines) implements Iterable<Field> {
  public static final Fields NONE = new Fields(List.of());

  public Fields {
    lines = List.copyOf(lines);
  }

  /// Names and values in turn.
  public static Fields of(String... namesAndValues) {
    List<Field> lines = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      lines.add(new Field(namesAndValues[i], namesAndValues[i + 1]));
    }
    return new Fields(lines);
  }

  /// The first line of that name.
  public Optional<String> first(String name) {
    for (Field line : lines) {
      if (line.isNamed(name)) {
        return Optional.of(line.value());
      }
    }
    return Optional.empty();
  }

  /// Every line of that name, in order.
  public List<String> all(String name) {
    List<String> values = new ArrayList<>(1);
    for (Field line : lines) {
      if (line.isNamed(name)) {
        values.add(line.value());
      }
    }
    return Collections.unmodifiableList(values);
  }

  /// The members of a comma-separated list field, over all of its lines (RFC 9110, 5.6.1).
  public List<String> members(String name) {
    return all(name).stream()
        .flatMap(value -> Arrays.stream(value.split(",")))
        .map(String::strip)
        .filter(member -> !member.isEmpty())
        .toList();
  }

  /// Whether the list field has this member, without regard to case.
  public boolean hasMember(String name, String member) {
    return members(name).stream().anyMatch(member::equalsIgnoreCase);
  }

  public boolean has(String name) {
    return first(name).isPresent();
  }

  /// With one more line at the end.
  public Fields and(String name, String value) {
    return new Fields(Stream.concat(lines.stream(), Stream.of(new Field(name, value))).toList());
  }

  /// With all lines of that name replaced by one at the end.
  public Fields with(String name, String value) {
    return without(name).and(name, value);
  }

  /// With the lines of `others` in place of those of their names.
  public Fields replacing(Fields others) {
    Fields kept = this;
    for (Field other : others) {
      kept = kept.without(other.name());
    }
    return new Fields(Stream.concat(kept.lines.stream(), others.lines.stream()).toList());
  }

  public Fields without(String name) {
    return new Fields(lines.stream().filter(f -> !f.isNamed(name)).toList());
  }

  @Override
  public Iterator<Field> iterator() {
    return lines.iterator();
  }
}
