package dev.wsdoctor.app.format;

import dev.wsdoctor.diagnosis.Survey;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Sent;
import java.util.Optional;

/// The `locations` of `explain --all`.
final class SurveyJson {
  private final Json json;

  SurveyJson(Json json) {
    this.json = json;
  }

  void members(Survey.Entry entry) {
    json.strings("server", entry.server().names());
    json.string("location", entry.location().title());
    json.place(Optional.of(entry.location().directive()));
    json.string("upstream", entry.proxyPass().parameter());
    json.string("socket", SurveyText.word(entry.expectation()));
    json.object("sent", entry.proxied(), this::sent);
  }

  private void sent(Outcome.Proxied proxied) {
    Sent sent = proxied.sent();
    json.string("version", sent.version());
    field("upgrade", sent, "Upgrade");
    field("connection", sent, "Connection");
    field("host", sent, "Host");
    json.number("idle_ms", proxied.tunnel().readTimeout().value().toMillis());
  }

  private void field(String name, Sent sent, String field) {
    json.string(name, sent.first(field).map(line -> line.value().text()));
  }
}
