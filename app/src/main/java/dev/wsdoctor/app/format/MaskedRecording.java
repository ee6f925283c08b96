package dev.wsdoctor.app.format;

import dev.wsdoctor.capture.Conversation;
import dev.wsdoctor.capture.Exchange;
import dev.wsdoctor.capture.Message;
import dev.wsdoctor.capture.Moment;
import dev.wsdoctor.capture.Recording;
import dev.wsdoctor.capture.Sighting;
import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.websocket.Frame;
import dev.wsdoctor.websocket.Opcode;
import java.util.Optional;

/// A recording without its secrets, in heads and in the text of messages. Lengths stay those of the
/// wire. What a message calls a secret in its own way cannot be known.
final class MaskedRecording {
  private final Secrets secrets = new Secrets();

  static Recording of(Recording recording) {
    MaskedRecording masked = new MaskedRecording();
    recording
        .capture()
        .conversations()
        .forEach(one -> one.handshake().ifPresent(exchange -> masked.learn(exchange.request())));
    return recording.with(masked::conversation, masked::cause);
  }

  private void learn(Request request) {
    secrets.learn(request.fields());
    secrets.learn(SecretText.in(request.target()));
  }

  private Finding cause(Finding cause) {
    return cause.because(
        cause.evidence().stream()
            .map(one -> new Evidence(one.kind(), secrets.text(one.text())))
            .toList());
  }

  private Conversation conversation(Conversation one) {
    return one.with(
        one.handshake().map(this::exchange), one.moments().stream().map(this::moment).toList());
  }

  private Exchange exchange(Exchange one) {
    Optional<Response> response = one.response().map(this::response);
    return new Exchange(one.askedAt(), request(one.request()), one.answeredAt(), response);
  }

  private Request request(Request one) {
    return new Request(
        one.method(), secrets.text(one.target()), one.version(), secrets.fields(one.fields()));
  }

  private Response response(Response one) {
    return new Response(one.version(), one.status(), one.reason(), secrets.fields(one.fields()));
  }

  Moment moment(Moment one) {
    return new Moment(one.time(), one.from(), sighting(one.sighting()));
  }

  private Sighting sighting(Sighting sighting) {
    return switch (sighting) {
      case Sighting.Asked(Request request, String head) -> {
        learn(request);
        yield new Sighting.Asked(request(request), secrets.head(head));
      }
      case Sighting.Answered(Response response, String head) ->
          new Sighting.Answered(response(response), secrets.head(head));
      case Sighting.Body(long length, String beginning) ->
          new Sighting.Body(length, secrets.text(beginning));
      case Sighting.Control(Frame frame) ->
          new Sighting.Control(new Frame(frame.header(), secrets.text(frame.payload())));
      case Sighting.Said(Message message) -> new Sighting.Said(message(message));
      case Sighting.Fragment _, Sighting.Incomplete _, Sighting.Broke _, Sighting.Missing _ ->
          sighting;
      case Sighting.Other _, Sighting.Finished _, Sighting.Reset _, Sighting.Failed _ -> sighting;
    };
  }

  private Message message(Message one) {
    return one.opcode() == Opcode.TEXT
        ? new Message(
            one.opcode(),
            secrets.text(one.payload()),
            one.length(),
            one.wireBytes(),
            one.frames(),
            one.compressed(),
            one.trouble())
        : one;
  }
}
