package dev.wsdoctor.probe.browser;

import dev.wsdoctor.probe.browser.BrowserSight.End;
import dev.wsdoctor.probe.browser.BrowserSight.SeenFrame;
import dev.wsdoctor.probe.browser.DevTools.Happened;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The events of a tab, read as what happened to one socket.
final class SightReader {
  private static final int MOST_FRAMES = 50;
  private static final int MOST_PAYLOAD = 200;
  private static final int MOST_SENTENCES = 20;

  private final List<Happened> before;
  private final List<Happened> after;
  private final String id;

  /// Those from `first` on came after the page.
  SightReader(List<Happened> events, int first) {
    this.before = events.subList(0, first);
    this.after = events.subList(first, events.size());
    this.id =
        named("Network.webSocketCreated")
            .map(one -> one.at("requestId").text())
            .findFirst()
            .orElse("");
  }

  private Stream<Json> named(String name) {
    return after.stream().filter(one -> one.name().equals(name)).map(Happened::parameters);
  }

  private Stream<Json> own(String name) {
    return named(name).filter(one -> one.at("requestId").text().equals(id));
  }

  BrowserSight sight(String browser, BrowserVisit visit, boolean blank, String trouble, Json seen) {
    Json answer =
        own("Network.webSocketHandshakeResponseReceived")
            .map(one -> one.at("response"))
            .findFirst()
            .orElse(new Json.Nothing());
    String error =
        own("Network.webSocketFrameError")
            .map(one -> one.at("errorMessage").text())
            .findFirst()
            .orElse(seen.at("thrown").text());
    return new BrowserSight(
        browser,
        visit.pageUrl(),
        seen.at("origin").text(),
        blank,
        trouble,
        redirects(),
        request(visit),
        answer
            .at("status")
            .number()
            .map(Double::intValue)
            .orElseGet(() -> BrowserJudge.status(error)),
        answer.at("headersText").text(),
        error,
        seen.at("policy").text(),
        time(seen.at("opened")),
        time(seen.at("message")),
        end(seen.at("end")),
        frames(),
        console());
  }

  private List<String> redirects() {
    return before.stream()
        .filter(one -> one.name().equals("Network.requestWillBeSent"))
        .map(Happened::parameters)
        .filter(one -> one.at("redirectResponse").isThere())
        .map(
            one ->
                "%s: %d, to %s"
                    .formatted(
                        one.at("redirectResponse", "url").text(),
                        one.at("redirectResponse", "status").number().orElse(0.0).intValue(),
                        one.at("request", "url").text()))
        .toList();
  }

  private String request(BrowserVisit visit) {
    Map<String, Json> fields =
        own("Network.webSocketWillSendHandshakeRequest")
            .map(one -> one.at("request", "headers").entries())
            .findFirst()
            .orElse(Map.of());
    if (fields.isEmpty()) {
      return "";
    }
    StringBuilder out =
        new StringBuilder("GET ").append(visit.target().requestTarget()).append(" HTTP/1.1\r\n");
    fields.forEach((name, value) -> out.append(name + ": " + value.text() + "\r\n"));
    return out.append("\r\n").toString();
  }

  private static Optional<Duration> time(Json millis) {
    return millis.number().map(number -> Duration.ofNanos((long) (number * 1e6)));
  }

  private static Optional<End> end(Json seen) {
    return time(seen.at("after"))
        .map(
            after ->
                new End(
                    seen.at("code").number().orElse(0.0).intValue(),
                    seen.at("reason").text(),
                    seen.at("clean").isTrue(),
                    after,
                    seen.at("own").isTrue()));
  }

  private List<SeenFrame> frames() {
    return after.stream()
        .filter(one -> one.name().matches("Network\\.webSocketFrame(Sent|Received)"))
        .filter(one -> one.parameters().at("requestId").text().equals(id))
        .limit(MOST_FRAMES)
        .map(one -> frame(one.name().endsWith("Sent"), one.parameters().at("response")))
        .toList();
  }

  private static SeenFrame frame(boolean sent, Json response) {
    String payload = response.at("payloadData").text();
    return new SeenFrame(
        sent,
        response.at("opcode").number().orElse(0.0).intValue(),
        payload.substring(0, Math.min(MOST_PAYLOAD, payload.length())));
  }

  /// What a person would read in the console, in red or yellow.
  private List<String> console() {
    return named("Log.entryAdded")
        .map(one -> one.at("entry"))
        .filter(one -> one.at("level").text().matches("error|warning"))
        .map(one -> one.at("text").text())
        .distinct()
        .limit(MOST_SENTENCES)
        .toList();
  }
}
