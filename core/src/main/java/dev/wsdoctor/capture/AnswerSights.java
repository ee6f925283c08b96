package dev.wsdoctor.capture;

import dev.wsdoctor.capture.Conversation.Ending;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.websocket.OpeningHandshake;
import dev.wsdoctor.websocket.Requirement;
import dev.wsdoctor.websocket.Role;
import java.util.ArrayList;
import java.util.List;

/// What the answer to a handshake shows, on whichever hop.
final class AnswerSights {
  private static final double SEEN = 0.9;
  private static final String TLS_ALERT = "a TLS alert";

  private AnswerSights() {}

  static List<Finding> of(Conversation conversation) {
    List<Finding> found = new ArrayList<>();
    conversation
        .handshake()
        .filter(exchange -> exchange.request().fields().hasMember("Upgrade", "websocket"))
        .ifPresent(
            exchange ->
                exchange
                    .response()
                    .ifPresent(answer -> found.addAll(answer(conversation, exchange, answer))));
    if (isAnsweredInTls(conversation)) {
      found.add(
          Finding.of(
                  "upstream-scheme-mismatch",
                  Severity.ERROR,
                  SEEN,
                  "a plain request goes to a port that speaks TLS",
                  "The server answers a plain request with a TLS alert and closes.")
              .because(CaptureJudge.seen(conversation, "the answer is a TLS alert"))
              .mendedBy(Fix.manual("use https:// in proxy_pass, or another port")));
    }
    if (conversation.ending() instanceof Ending.Failed(var _, String sentence)
        && sentence.contains("cannot be reached")) {
      found.add(RefusedSights.unreachable(conversation, sentence));
    }
    return found;
  }

  private static List<Finding> answer(
      Conversation conversation, Exchange exchange, Response answer) {
    List<Finding> found = new ArrayList<>();
    if (answer.status() >= 300 && answer.status() < 400) {
      found.add(
          Finding.of(
                  "redirect-instead-of-upgrade",
                  Severity.ERROR,
                  SEEN,
                  "the handshake is answered with a redirect, which WebSocket clients do not"
                      + " follow",
                  "A browser fails a WebSocket whose handshake gets anything but 101.")
              .because(
                  CaptureJudge.seen(
                      conversation,
                      "%d to %s"
                          .formatted(
                              answer.status(),
                              answer.fields().first("Location").orElse("nowhere")))));
    }
    if (answer.status() == 101) {
      new OpeningHandshake(exchange.request())
          .judge(answer).stream()
              .filter(violation -> violation.requirement() == Requirement.ACCEPT_FIELD)
              .map(
                  violation ->
                      Finding.of(
                              "accept-invalid",
                              Severity.ERROR,
                              SEEN,
                              "the 101 has a wrong Sec-WebSocket-Accept, or none",
                              "nginx passes on any 101; a browser fails the connection.")
                          .because(CaptureJudge.seen(conversation, violation.toString())))
              .forEach(found::add);
    }
    return found;
  }

  private static boolean isAnsweredInTls(Conversation conversation) {
    return conversation.moments().stream()
        .anyMatch(
            moment ->
                moment.from() == Role.SERVER
                    && moment.sighting() instanceof Sighting.Other(String what, long _, String _)
                    && what.equals(TLS_ALERT));
  }
}
