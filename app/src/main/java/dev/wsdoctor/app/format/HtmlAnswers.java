package dev.wsdoctor.app.format;

import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.probe.Observation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The answers of all hops side by side, field by field.
record HtmlAnswers(Html html, List<Observation> hops) {
  boolean isEmpty() {
    return hops.stream().allMatch(hop -> hop.response().isEmpty());
  }

  /// Fields that differ from hop to hop stand out.
  void write() {
    html.in(
        "table.fields",
        () -> {
          html.in("thead", () -> html.in("tr", this::heads));
          html.in(
              "tbody",
              () -> {
                html.in(statuses() > 1 ? "tr.changed" : "tr", this::statusLines);
                names().forEach(name -> html.in(row(name), () -> values(name)));
              });
        });
  }

  private void heads() {
    html.put("th", "Field", "scope", "col");
    hops.forEach(hop -> html.put("th", hop.hop(), "scope", "col"));
  }

  private long statuses() {
    return hops.stream().map(hop -> hop.response().map(Response::status)).distinct().count();
  }

  private void statusLines() {
    html.put("th", "status", "scope", "row");
    for (Observation hop : hops) {
      html.put("td", hop.response().map(r -> r.status() + " " + r.reason()).orElse("no answer"));
    }
  }

  /// Without regard to case; as first written.
  private Set<String> names() {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (Observation hop : hops) {
      fields(hop).forEach(field -> names.add(field.name()));
    }
    return names;
  }

  private static Fields fields(Observation hop) {
    return hop.response().map(Response::fields).orElse(Fields.NONE);
  }

  private String row(String name) {
    Set<List<String>> different = new HashSet<>();
    hops.stream()
        .filter(hop -> hop.response().isPresent())
        .forEach(hop -> different.add(fields(hop).all(name)));
    return different.size() > 1 ? "tr.changed" : "tr";
  }

  private void values(String name) {
    html.put("th", name, "scope", "row");
    hops.forEach(hop -> html.put("td", String.join("\n", fields(hop).all(name))));
  }
}
