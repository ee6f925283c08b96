package dev.wsdoctor.probe;

import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.AnswerReader.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Asks for one ordinary page with GET, as a browser opens it; never throws for what a peer does.
public final class PageProbe {
  private PageProbe() {}

  /// The status of the page; nothing when there is no answer.
  public static Optional<Integer> status(Target page, Limits limits) {
    return head(page, limits).map(Response::status);
  }

  /// The head of the answer; nothing when there is none.
  public static Optional<Response> head(Target page, Limits limits) {
    ProbeTarget target = ProbeTarget.through(page);
    Fields fields =
        target
            .fields()
            .and("Accept", "*/*")
            .and("User-Agent", "wsdoctor")
            .and("Connection", "close");
    Request request = new Request("GET", page.requestTarget(), "HTTP/1.1", fields);
    Deadline overall = Deadline.in(limits.overall());
    Trace trace = new Trace(target, request);
    try (Wire wire = new HopWire(target, limits, Way.DIRECT, overall, trace).open()) {
      Answer answer = ask(wire, request, limits, overall.within(limits.answer()), trace);
      return Optional.of(answer.response());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static Answer ask(
      Wire wire, Request request, Limits limits, Deadline deadline, Trace trace)
      throws IOException {
    StringBuilder head = new StringBuilder(request.line()).append("\r\n");
    for (Field field : request.fields()) {
      head.append(field.name()).append(": ").append(field.value()).append("\r\n");
    }
    wire.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1), deadline);
    return new AnswerReader(wire, limits, deadline, trace).read();
  }
}
