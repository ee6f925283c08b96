package dev.wsdoctor.app.format;

import dev.wsdoctor.diagnosis.Survey;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Sent;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The table of all locations that could take a socket, as a page.
record HtmlSurvey(Html html, Folder folder) {
  void write(String title, Survey survey) {
    html.in(
        "article.report",
        () -> {
          html.in("header.top", () -> html.put("h1.url", title));
          html.in("section", () -> html.in("table.fields", () -> table(survey)));
          HtmlReport.notes(html, survey.remarks());
        });
  }

  private void table(Survey survey) {
    html.in(
        "thead",
        () ->
            html.in(
                "tr",
                () ->
                    List.of("Socket", "Server", "Location", "Goes to", "HTTP", "Sends")
                        .forEach(this::head)));
    html.in("tbody", () -> survey.entries().forEach(this::row));
  }

  private void head(String name) {
    html.put("th", name, "scope", "col");
  }

  private void row(Survey.Entry entry) {
    html.in(
        "tr." + SurveyText.word(entry.expectation()),
        () -> {
          html.put("td.mark", SurveyText.word(entry.expectation()));
          html.put("td", String.join(" ", entry.server().names()));
          html.in(
              "td",
              () ->
                  html.text(entry.location().title() + " ")
                      .put("code.place", folder.shortName(entry.location().directive().where())));
          html.put("td", entry.proxyPass().parameter());
          html.put("td", entry.proxied().map(to -> to.sent().version()).orElse("-"));
          html.put("td", entry.proxied().map(HtmlSurvey::handshake).orElse("-"));
        });
  }

  /// The three fields that a handshake lives by, and how long it may be silent.
  private static String handshake(Outcome.Proxied proxied) {
    Sent sent = proxied.sent();
    String fields =
        List.of("Upgrade", "Connection", "Host").stream()
            .map(name -> name + ": " + text(sent.first(name)))
            .collect(Collectors.joining("\n"));
    long idle = proxied.tunnel().readTimeout().value().toMillis();
    return fields
        + "\nidle: "
        + BigDecimal.valueOf(idle, 3).stripTrailingZeros().toPlainString()
        + " s";
  }

  private static String text(Optional<Sent.Field> field) {
    return field.map(f -> f.value().text()).orElse("-");
  }
}
