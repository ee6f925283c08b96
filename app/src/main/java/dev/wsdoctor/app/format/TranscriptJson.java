package dev.wsdoctor.app.format;

import dev.wsdoctor.capture.Capture;
import dev.wsdoctor.capture.Conversation;
import dev.wsdoctor.capture.Conversation.Ending;
import dev.wsdoctor.capture.Exchange;
import dev.wsdoctor.capture.FieldChange;
import dev.wsdoctor.capture.Passage;
import dev.wsdoctor.capture.Recording;
import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.websocket.Role;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// The recording of `read` and `tap` in JSON, besides the causes.
final class TranscriptJson {
  private final Json json;

  TranscriptJson(Json json) {
    this.json = json;
  }

  void members(Recording recording) {
    Capture capture = recording.capture();
    json.string("source", recording.source());
    json.string("first", capture.first().toString());
    json.string("last", capture.last().toString());
    json.number("packets", capture.packets());
    json.objects("connections", capture.conversations(), this::conversation);
    json.objects("passages", recording.passages(), this::passage);
    json.objects("refused", capture.refused(), this::ends);
    json.object("others", () -> capture.others().forEach(json::number));
    json.strings("remarks", capture.remarks());
  }

  private void ends(Conversation conversation) {
    json.number("number", conversation.number());
    json.string("client", conversation.client().toString());
    json.string("server", conversation.server().toString());
    json.string("opened", conversation.opened().toString());
  }

  private void passage(Passage passage) {
    json.number("client_connection", passage.client().number());
    json.number("upstream_connection", passage.upstream().number());
    json.string("paired_by", passage.by().name().toLowerCase(Locale.ROOT));
    json.string("ended_by", passage.endedBy().map(party -> party.name().toLowerCase(Locale.ROOT)));
    json.objects("request_changes", passage.requestChanges(), this::change);
    json.objects("answer_changes", passage.answerChanges(), this::change);
  }

  private void change(FieldChange change) {
    json.string("name", change.name());
    json.string("before", change.before());
    json.string("after", change.after());
  }

  private void conversation(Conversation conversation) {
    ends(conversation);
    json.bool("saw_start", conversation.sawStart());
    json.object("handshake", conversation.handshake(), this::exchange);
    json.object("from_client", () -> sent(conversation.byClient()));
    json.object("from_server", () -> sent(conversation.byServer()));
    json.object("ending", () -> ending(conversation.ending()));
    json.milliseconds("silence_ms", Optional.of(conversation.silence()));
    json.milliseconds("lifetime_ms", Optional.of(conversation.lifetime()));
    json.number("left_out", conversation.leftOut());
    MomentJson moments = new MomentJson(json, conversation.opened());
    json.objects("moments", conversation.moments(), moments::members);
  }

  private void exchange(Exchange exchange) {
    json.string("line", exchange.request().line());
    json.objects("request", exchange.request().fields(), this::field);
    json.number("status", exchange.response().map(Response::status));
    json.objects(
        "response", exchange.response().map(Response::fields).orElse(Fields.NONE), this::field);
    json.milliseconds("waited_ms", exchange.waited());
  }

  private void field(Field field) {
    json.string("name", field.name());
    json.string("value", field.value());
  }

  private void sent(Conversation.Sent sent) {
    json.number("bytes", sent.bytes());
    json.number("messages", sent.messages());
    json.number("control_frames", sent.controls());
  }

  private void ending(Ending ending) {
    switch (ending) {
      case Ending.Closed(Instant _, Role by, String words, int code) ->
          ending("close", Optional.of(by), Optional.of(code), words);
      case Ending.Finished(Instant _, Role by) ->
          ending("fin", Optional.of(by), Optional.empty(), "");
      case Ending.Reset(Instant _, Role by) ->
          ending("reset", Optional.of(by), Optional.empty(), "");
      case Ending.Failed(Instant _, String sentence) ->
          ending("failed", Optional.empty(), Optional.empty(), sentence);
      case Ending.Open _ -> ending("open", Optional.empty(), Optional.empty(), "");
    }
  }

  private void ending(String how, Optional<Role> by, Optional<Integer> code, String words) {
    json.string("how", how);
    json.string("by", by.map(role -> role.name().toLowerCase(Locale.ROOT)));
    json.number("code", code);
    json.string("words", words);
  }
}
