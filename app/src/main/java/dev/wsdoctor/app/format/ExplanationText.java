package dev.wsdoctor.app.format;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.diagnosis.Explanation;
import dev.wsdoctor.nginx.Decision;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Sent;
import dev.wsdoctor.nginx.Step;
import dev.wsdoctor.nginx.Tunnel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A decision as a person follows it: the steps, the request that leaves, the limits of the tunnel.
final class ExplanationText {
  private final Page page;

  ExplanationText(Page page) {
    this.page = page;
  }

  void write(Explanation explanation) {
    page.line(Style.BOLD, "What nginx does with  " + explanation.target()).blank();
    Decision decision = explanation.decision();
    steps(decision.steps());
    page.blank().filled(Style.BOLD, "Outcome   ", OutcomeWords.of(decision.outcome()));
    decision.proxied().ifPresent(this::proxied);
    assumptions(decision);
    remarks(explanation);
  }

  private void steps(List<Step> steps) {
    int number = 1;
    for (Step step : steps) {
      String label = "%3s. ".formatted(number++);
      page.filled(label, step.what());
      page.filled(" ".repeat(label.length()), because(step));
    }
  }

  private static String because(Step step) {
    String place = step.place().map(p -> " (" + p.where() + ")").orElse("");
    return "because " + step.because() + place;
  }

  private void proxied(Outcome.Proxied proxied) {
    page.blank().line(Style.BOLD, "Sent upstream");
    Sent sent = proxied.sent();
    page.verbatim("  ", sent.line());
    for (Sent.Field field : sent.fields()) {
      page.filled("  ", field.name() + ": " + field.value().text() + "  " + origin(field));
    }
    limits(proxied.tunnel());
  }

  private static String origin(Sent.Field field) {
    return switch (field.origin()) {
      case CONFIGURED -> "(" + where(field.directive()) + ")";
      case DEFAULT -> "(nginx's default)";
      case CLIENT -> "(from the client)";
    };
  }

  private void limits(Tunnel tunnel) {
    page.blank().line(Style.BOLD, "Limits of the tunnel");
    limit("idle (proxy_read_timeout)", tunnel.readTimeout());
    limit("sending to the backend (proxy_send_timeout)", tunnel.sendTimeout());
    limit("connecting (proxy_connect_timeout)", tunnel.connectTimeout());
    limit("sending to the client (send_timeout)", tunnel.clientSendTimeout());
    limit("bytes moved at a time (proxy_buffer_size)", tunnel.bufferSize());
  }

  private <T> void limit(String name, Tunnel.Limit<T> limit) {
    String value =
        switch (limit.value()) {
          case Duration time -> Seconds.of(time);
          case T other -> other.toString();
        };
    page.filled("  ", name + ": " + value + "  (" + where(limit.directive()) + ")");
  }

  private static String where(Optional<Directive> directive) {
    return directive.map(Directive::where).orElse("default");
  }

  private void assumptions(Decision decision) {
    for (String assumption : decision.assumptions()) {
      page.filled("Assumed   ", assumption);
    }
    for (Decision other : decision.alternatives()) {
      page.filled("Or else   ", OutcomeWords.of(other.outcome()));
    }
  }

  private void remarks(Explanation explanation) {
    page.blank().line(Style.BOLD, "Notes");
    explanation.configFile().ifPresent(file -> page.filled("  * ", "configuration: " + file));
    page.filled(
        "  * ",
        "nginx %s (%s)".formatted(explanation.nginxVersion(), explanation.nginxVersionSource()));
    explanation.remarks().forEach(remark -> page.filled("  * ", remark));
  }
}
