package dev.wsdoctor.gateway.answer;

import dev.wsdoctor.http.Field;
import dev.wsdoctor.nginx.Execution;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.nginx.ScopeValue;
import java.util.ArrayList;
import java.util.List;

/// `add_trailer`: fields behind the last chunk of an answer (`ngx_http_trailers_filter`).
public record Trailers(List<Line> lines) {
  /// Empty where there are none, so that nobody pays for them there.
  public static final ScopeValue<Trailers> IN_FORCE = ScopeValue.of(Trailers::of);

  /// One of them, with its value as written.
  public record Line(String name, String value, boolean always) {}

  private static Trailers of(Scope scope) {
    return new Trailers(
        scope.inForce("add_trailer").stream()
            .map(d -> d.parameters())
            .map(p -> new Line(p.getFirst(), p.get(1), p.size() > 2))
            .toList());
  }

  /// Whether an answer with that status has any.
  public boolean areFor(int status) {
    return !lines.isEmpty() && lines.stream().anyMatch(line -> isFor(line, status));
  }

  private static boolean isFor(Line line, int status) {
    return line.always || AddedFields.isSafe(status);
  }

  /// Evaluated now, behind the body; one without a value is left out.
  public List<Field> of(Execution execution, int status) {
    List<Field> fields = new ArrayList<>();
    for (Line line : lines) {
      String value = isFor(line, status) ? execution.text(line.value) : "";
      if (!value.isEmpty()) {
        fields.add(new Field(line.name, value));
      }
    }
    return fields;
  }
}
