package dev.wsdoctor.capture;

import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.http.Response;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What an intermediary made of a field, or of the first line: the value that it got and the one
/// that it passed on, each empty where there is no such field.
public record FieldChange(String name, Optional<String> before, Optional<String> after) {
  /// The name under which the first line of a head stands.
  public static final String FIRST_LINE = "first line";

  static List<FieldChange> between(Request got, Request sent) {
    return changes(got.line(), got.fields(), sent.line(), sent.fields());
  }

  static List<FieldChange> between(Response got, Response passedOn) {
    return changes(line(got), got.fields(), line(passedOn), passedOn.fields());
  }

  private static String line(Response response) {
    return (response.version() + " " + response.status() + " " + response.reason()).strip();
  }

  private static List<FieldChange> changes(String line, Fields got, String other, Fields sent) {
    List<FieldChange> found = new ArrayList<>();
    if (!line.equals(other)) {
      found.add(new FieldChange(FIRST_LINE, Optional.of(line), Optional.of(other)));
    }
    for (String name : names(got, sent)) {
      Optional<String> before = value(got, name);
      Optional<String> after = value(sent, name);
      if (!before.equals(after)) {
        found.add(new FieldChange(name, before, after));
      }
    }
    return found;
  }

  /// As they are first written, without regard to case.
  private static List<String> names(Fields got, Fields sent) {
    Set<String> seen = new LinkedHashSet<>();
    return Stream.concat(got.lines().stream(), sent.lines().stream())
        .map(Field::name)
        .filter(name -> seen.add(name.toLowerCase(Locale.ROOT)))
        .toList();
  }

  private static Optional<String> value(Fields fields, String name) {
    return fields.has(name) ? Optional.of(String.join(", ", fields.all(name))) : Optional.empty();
  }
}
