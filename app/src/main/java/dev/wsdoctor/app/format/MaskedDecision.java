package dev.wsdoctor.app.format;

import dev.wsdoctor.diagnosis.Explanation;
import dev.wsdoctor.diagnosis.Survey;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.Decision;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Sent;
import dev.wsdoctor.nginx.Step;
import dev.wsdoctor.nginx.Value;
import java.util.List;

/// What nginx decides, without secrets.
final class MaskedDecision {
  private final Secrets secrets;

  MaskedDecision(Secrets secrets) {
    this.secrets = secrets;
  }

  static Explanation of(Explanation explanation) {
    Secrets secrets = new Secrets();
    secrets.learn(SecretText.in(explanation.target().requestTarget()));
    learn(secrets, explanation.decision());
    MaskedDecision masked = new MaskedDecision(secrets);
    return new Explanation(
        masked.target(explanation.target()),
        explanation.configFile(),
        explanation.nginxVersion(),
        explanation.nginxVersionSource(),
        masked.decision(explanation.decision()),
        masked.texts(explanation.remarks()));
  }

  static Survey of(Survey survey) {
    Secrets secrets = new Secrets();
    survey.entries().forEach(entry -> entry.proxied().ifPresent(to -> learn(secrets, to)));
    MaskedDecision masked = new MaskedDecision(secrets);
    return new Survey(
        survey.configFile(),
        survey.nginxVersion(),
        survey.nginxVersionSource(),
        survey.entries().stream().map(masked::entry).toList(),
        masked.texts(survey.remarks()));
  }

  static void learn(Secrets secrets, Decision decision) {
    decision.proxied().ifPresent(proxied -> learn(secrets, proxied));
    decision.steps().stream()
        .flatMap(step -> step.place().stream())
        .map(place -> place.file().line(place.line()))
        .forEach(line -> secrets.learn(SecretText.in(line)));
    decision.alternatives().forEach(other -> learn(secrets, other));
  }

  private static void learn(Secrets secrets, Outcome.Proxied proxied) {
    for (Sent.Field field : proxied.sent().fields()) {
      Value value = field.value();
      secrets.learn(SecretFields.in(field.name(), value.text(), !value.isKnown()));
    }
  }

  Target target(Target target) {
    return new Target(
        target.webSocket(),
        target.tls(),
        target.host(),
        target.port(),
        secrets.text(target.requestTarget()));
  }

  Decision decision(Decision decision) {
    return new Decision(
        decision.server(),
        decision.location(),
        outcome(decision.outcome()),
        decision.steps().stream().map(this::step).toList(),
        texts(decision.assumptions()),
        decision.alternatives().stream().map(this::decision).toList());
  }

  private Step step(Step step) {
    return new Step(
        step.phase(), secrets.text(step.what()), secrets.text(step.because()), step.place());
  }

  /// The usual case comes before the switch, because a switch over types is put together when it is
  /// first run, and every start would wait for that.
  private Outcome outcome(Outcome outcome) {
    return outcome instanceof Outcome.Proxied proxied ? proxied(proxied) : other(outcome);
  }

  private Outcome other(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Proxied proxied -> proxied(proxied);
      case Outcome.Answered(var status, var location, var reason, var by) ->
          new Outcome.Answered(status, location.map(this::value), reason, by);
      case Outcome.Static(var path, var status, var by) ->
          new Outcome.Static(value(path), status, by);
      case Outcome.Handled _, Outcome.Closed _, Outcome.NotListening _ -> outcome;
      case Outcome.WrongProtocol _, Outcome.NotLoaded _ -> outcome;
    };
  }

  private Outcome.Proxied proxied(Outcome.Proxied proxied) {
    Sent sent = proxied.sent();
    return new Outcome.Proxied(
        proxied.by(),
        proxied.scope(),
        proxied.target(),
        new Sent(
            sent.method(),
            value(sent.target()),
            sent.version(),
            sent.fields().stream().map(this::field).toList()),
        proxied.tunnel(),
        proxied.upgradable());
  }

  private Sent.Field field(Sent.Field field) {
    Value value = field.value();
    String text = secrets.field(field.name(), value.text(), !value.isKnown());
    return new Sent.Field(field.name(), withText(value, text), field.origin(), field.directive());
  }

  private Value value(Value value) {
    return withText(value, secrets.text(value.text()));
  }

  private static Value withText(Value value, String text) {
    return value instanceof Value.Unknown unknown
        ? new Value.Unknown(text, unknown.why())
        : new Value.Known(text);
  }

  private Survey.Entry entry(Survey.Entry entry) {
    return new Survey.Entry(
        entry.server(),
        entry.location(),
        new MaskedDirective(entry.proxyPass(), secrets),
        entry.proxied().map(this::proxied),
        entry.expectation());
  }

  private List<String> texts(List<String> texts) {
    return texts.stream().map(secrets::text).toList();
  }
}
