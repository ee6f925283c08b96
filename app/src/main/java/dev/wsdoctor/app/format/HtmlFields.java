package dev.wsdoctor.app.format;

import dev.wsdoctor.http.Fields;
import dev.wsdoctor.nginx.Sent;
import dev.wsdoctor.probe.Observation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The client's request beside the one that nginx sends on, field by field.
record HtmlFields(Html html, Folder folder) {
  /// `hops`: the first one is the client's; without any only one side is known.
  void sent(Sent sent, List<Observation> hops) {
    Optional<Observation> client = hops.stream().findFirst();
    Fields asked = client.map(hop -> hop.request().fields()).orElse(Fields.NONE);
    html.in(
        "table.fields",
        () -> {
          html.in("thead", () -> html.in("tr", () -> heads(client.isPresent())));
          html.in(
              "tbody",
              () -> {
                line(sent, client);
                rows(sent, asked, client.isPresent());
              });
        });
  }

  private void heads(boolean both) {
    html.put("th", "Field", "scope", "col");
    if (both) {
      html.put("th", "The client sends", "scope", "col");
    }
    html.put("th", "nginx sends to the backend", "scope", "col");
    html.put("th", "Because of", "scope", "col");
  }

  private void line(Sent sent, Optional<Observation> client) {
    String asked = client.map(hop -> hop.request().line()).orElse(sent.line());
    html.in(
        asked.equals(sent.line()) ? "tr" : "tr.changed",
        () -> {
          html.put("th", "request line", "scope", "row");
          client.ifPresent(hop -> html.put("td", hop.request().line()));
          html.put("td", sent.line());
          html.put("td", "");
        });
  }

  private void rows(Sent sent, Fields asked, boolean both) {
    Set<String> done = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (Sent.Field field : sent.fields()) {
      if (done.add(field.name())) {
        row(field.name(), asked.all(field.name()), sent.all(field.name()), both);
      }
    }
    for (var field : asked) {
      if (done.add(field.name())) {
        row(field.name(), asked.all(field.name()), List.of(), both);
      }
    }
  }

  private void row(String name, List<String> asked, List<Sent.Field> sent, boolean both) {
    List<String> values = sent.stream().map(field -> field.value().text()).toList();
    html.in(
        both ? kind(asked, values) : "tr",
        () -> {
          html.put("th", name, "scope", "row");
          if (both) {
            html.put("td", asked.isEmpty() ? "not sent" : String.join("\n", asked));
          }
          html.put("td", values.isEmpty() ? "not sent" : String.join("\n", values));
          html.put("td.place", sent.stream().findFirst().map(this::origin).orElse("dropped"));
        });
  }

  private static String kind(List<String> asked, List<String> sent) {
    if (sent.isEmpty()) {
      return "tr.lost";
    }
    if (asked.isEmpty()) {
      return "tr.added";
    }
    return asked.equals(sent) ? "tr" : "tr.changed";
  }

  private String origin(Sent.Field field) {
    return switch (field.origin()) {
      case CONFIGURED -> field.directive().map(d -> folder.shortName(d.where())).orElse("");
      case DEFAULT -> "nginx's default";
      case CLIENT -> "the client";
    };
  }
}
