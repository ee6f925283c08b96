package dev.wsdoctor.probe;

import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.nginx.Sent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A field that is not the same on two hops; empty where a hop has none.
public record FieldDifference(String name, String through, String direct) {
  /// These differ between any two answers.
  private static final Set<String> ALWAYS_DIFFERENT = Set.of("date", "sec-websocket-accept");

  /// The differences in the order of the fields.
  static List<FieldDifference> between(Observation through, Observation direct) {
    Fields one = fields(through.response());
    Fields other = fields(direct.response());
    Set<String> names = new LinkedHashSet<>();
    Stream.concat(one.lines().stream(), other.lines().stream())
        .map(Field::name)
        .map(name -> name.toLowerCase(Locale.ROOT))
        .filter(name -> !ALWAYS_DIFFERENT.contains(name))
        .forEach(names::add);
    return names.stream()
        .filter(name -> !value(one, name).equalsIgnoreCase(value(other, name)))
        .map(name -> new FieldDifference(name, value(one, name), value(other, name)))
        .toList();
  }

  /// What becomes of the fields that the client sends, where nginx changes them: its own under
  /// `through`, those that nginx sends to the backend under `direct`. The prediction is made for a
  /// browser; what nginx would copy from that and this client does not send is left out.
  public static List<FieldDifference> onTheWay(Request asked, Sent sent) {
    Fields sentOn =
        new Fields(
            sent.fields().stream()
                .filter(field -> !field.value().isKnown() || !field.value().isEmpty())
                .filter(
                    field ->
                        field.origin() != Sent.Origin.CLIENT
                            || asked.fields().first(field.name()).isPresent())
                .map(field -> new Field(field.name(), field.value().text()))
                .toList());
    return Stream.concat(asked.fields().lines().stream(), sentOn.lines().stream())
        .map(field -> field.name().toLowerCase(Locale.ROOT))
        .distinct()
        .filter(name -> !name.startsWith("sec-websocket-key"))
        .filter(name -> !value(asked.fields(), name).equals(value(sentOn, name)))
        .map(name -> new FieldDifference(name, value(asked.fields(), name), value(sentOn, name)))
        .toList();
  }

  private static Fields fields(Optional<Response> response) {
    return response.map(Response::fields).orElse(Fields.NONE);
  }

  private static String value(Fields fields, String name) {
    return String.join(", ", fields.all(name));
  }
}
