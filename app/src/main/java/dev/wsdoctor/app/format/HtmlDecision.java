package dev.wsdoctor.app.format;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.diagnosis.Explanation;
import dev.wsdoctor.nginx.Decision;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Step;
import dev.wsdoctor.nginx.Tunnel;
import java.time.Duration;
import java.util.List;

/// What nginx does with a request as a part of the page: the steps, the outcome, the tunnel's
/// limits.
record HtmlDecision(Html html, Folder folder) {
  void write(String title, Explanation explanation) {
    html.in(
        "article.report",
        () -> {
          html.in("header.top", () -> html.put("h1.url", title));
          html.in("section", () -> body(explanation.decision()));
          explanation
              .decision()
              .proxied()
              .ifPresent(
                  proxied ->
                      html.in(
                          "section",
                          () -> {
                            html.put("h2", "What nginx sends on");
                            new HtmlFields(html, folder).sent(proxied.sent(), List.of());
                          }));
          HtmlReport.notes(html, explanation.remarks());
        });
  }

  void body(Decision decision) {
    html.in("ol.steps", () -> decision.steps().forEach(this::step));
    html.in(
        "p.outcome",
        () ->
            html.put("strong", "Outcome: ")
                .text(folder.strip(OutcomeWords.of(decision.outcome()))));
    decision.assumptions().forEach(text -> html.put("p", "Assumed: " + text));
    decision
        .alternatives()
        .forEach(
            other -> html.put("p", "Or else: " + folder.strip(OutcomeWords.of(other.outcome()))));
    decision.proxied().map(Outcome.Proxied::tunnel).ifPresent(this::limits);
  }

  private void step(Step step) {
    html.in(
        "li",
        () -> {
          html.put("span.what", folder.strip(step.what()));
          html.put("span.because", " because " + folder.strip(step.because()));
          step.place()
              .ifPresent(
                  place -> html.text(" ").put("code.place", folder.shortName(place.where())));
        });
  }

  private void limits(Tunnel tunnel) {
    html.put("h3", "Limits of the tunnel");
    html.in(
        "table.fields",
        () ->
            html.in(
                "tbody",
                () -> {
                  limit("idle", "proxy_read_timeout", tunnel.readTimeout());
                  limit("sending to the backend", "proxy_send_timeout", tunnel.sendTimeout());
                  limit("connecting", "proxy_connect_timeout", tunnel.connectTimeout());
                  limit("sending to the client", "send_timeout", tunnel.clientSendTimeout());
                }));
  }

  private void limit(String name, String directive, Tunnel.Limit<Duration> limit) {
    html.in(
        "tr",
        () -> {
          html.put("th", name, "scope", "row");
          html.in("td", () -> html.put("code", directive));
          html.put("td", Seconds.of(limit.value()));
          html.put(
              "td.place",
              limit.directive().map(Directive::where).map(folder::shortName).orElse("default"));
        });
  }
}
