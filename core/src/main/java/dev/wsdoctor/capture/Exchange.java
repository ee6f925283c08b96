package dev.wsdoctor.capture;

import dev.wsdoctor.http.Request;
import dev.wsdoctor.http.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A request and its answer, each with the time at which its head was complete.
public record Exchange(
    Instant askedAt, Request request, Optional<Instant> answeredAt, Optional<Response> response) {
  static Exchange asked(Instant time, Request request) {
    return new Exchange(time, request, Optional.empty(), Optional.empty());
  }

  Exchange answered(Instant time, Response answer) {
    return new Exchange(askedAt, request, Optional.of(time), Optional.of(answer));
  }

  /// Whether the client asked for an upgrade, or had done so before somebody took that away: the
  /// key stays when a proxy drops Upgrade and Connection.
  public boolean concernsWebSocket() {
    return request.fields().has("Upgrade") || request.fields().has("Sec-WebSocket-Key") || opened();
  }

  public boolean opened() {
    return response.filter(answer -> answer.status() == 101).isPresent();
  }

  public Optional<Duration> waited() {
    return answeredAt.map(end -> Duration.between(askedAt, end));
  }

  public Optional<String> key() {
    return request.fields().first("Sec-WebSocket-Key");
  }
}
