package dev.wsdoctor.app.format;

import dev.wsdoctor.diagnosis.Survey;
import dev.wsdoctor.diagnosis.Survey.Expectation;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Sent;
import dev.wsdoctor.nginx.VirtualServer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The table of all locations that could take a socket: a block per server, and per location a line
/// that names it and one of values.
final class SurveyText {
  /// Host comes last, because a name may be longer than its column.
  private static final String ROW = "    %-8s %-6s %-11s %-12s %-9s %s";

  private static final String NOTHING = "-";

  private final Page page;

  SurveyText(Page page) {
    this.page = page;
  }

  void write(Survey survey) {
    page.line(Style.BOLD, "Every location that could take a WebSocket, and what it would send");
    page.line(
        Style.FAINT, ROW.formatted("socket", "HTTP", "Upgrade", "Connection", "idle", "Host"));
    Optional<VirtualServer> before = Optional.empty();
    for (Survey.Entry entry : survey.entries()) {
      if (before.filter(entry.server()::equals).isEmpty()) {
        server(entry.server());
        before = Optional.of(entry.server());
      }
      location(entry);
    }
    page.blank().filled(Style.BOLD, "", summary(survey));
    notes(survey);
  }

  private void server(VirtualServer server) {
    String names = String.join(" ", server.names());
    page.blank()
        .filled(
            Style.BOLD,
            "",
            "server %s (%s)"
                .formatted(names.isEmpty() ? "without a name" : names, server.directive().where()));
  }

  private void location(Survey.Entry entry) {
    page.filled(
        "  ",
        "%s (line %s) -> %s"
            .formatted(
                entry.location().title(),
                entry.location().directive().range().line(),
                entry.proxyPass().parameter()));
    page.line(style(entry.expectation()), values(entry));
  }

  private static String values(Survey.Entry entry) {
    return ROW.formatted(
        word(entry.expectation()),
        entry.proxied().map(SurveyText::version).orElse(NOTHING),
        field(entry.proxied(), "Upgrade"),
        field(entry.proxied(), "Connection"),
        entry
            .proxied()
            .map(sent -> Seconds.of(sent.tunnel().readTimeout().value()))
            .orElse(NOTHING),
        field(entry.proxied(), "Host"));
  }

  static String word(Expectation expectation) {
    return expectation.name().toLowerCase(Locale.ROOT);
  }

  private static Style style(Expectation expectation) {
    return switch (expectation) {
      case OPENS -> Style.GREEN;
      case FAILS, ANSWERS -> Style.RED;
      case DEPENDS -> Style.PLAIN;
    };
  }

  private static String version(Outcome.Proxied proxied) {
    return proxied.sent().version().replaceFirst("HTTP/", "");
  }

  private static String field(Optional<Outcome.Proxied> proxied, String name) {
    List<String> values =
        proxied.stream()
            .flatMap(sent -> sent.sent().all(name).stream())
            .map((Sent.Field field) -> field.value().text())
            .toList();
    return values.isEmpty() ? NOTHING : String.join(", ", values);
  }

  private static String summary(Survey survey) {
    if (survey.entries().isEmpty()) {
      return "No location has a proxy_pass: no socket gets through this nginx.";
    }
    StringBuilder counts = new StringBuilder();
    for (Expectation each : Expectation.values()) {
      long count = survey.entries().stream().filter(e -> e.expectation() == each).count();
      if (count > 0) {
        counts.append(counts.isEmpty() ? "" : ", ").append(word(each)).append(" ").append(count);
      }
    }
    int all = survey.entries().size();
    return "%s location%s: %s".formatted(all, all == 1 ? "" : "s", counts);
  }

  private void notes(Survey survey) {
    page.blank().line(Style.BOLD, "Notes");
    page.filled(
        "  * ",
        "opens: a handshake goes on as it should. fails: the backend gets no handshake. answers: nginx answers by"
            + " itself. depends: known only at run time. idle: how long the tunnel may be silent.");
    page.filled("  * ", "access rules and try_files are left out; 'explain URL' follows them");
    survey.configFile().ifPresent(file -> page.filled("  * ", "configuration: " + file));
    page.filled(
        "  * ", "nginx %s (%s)".formatted(survey.nginxVersion(), survey.nginxVersionSource()));
    survey.remarks().forEach(remark -> page.filled("  * ", remark));
  }
}
