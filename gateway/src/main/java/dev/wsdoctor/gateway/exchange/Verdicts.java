package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.gateway.limit.ConnectionLimits;
import dev.wsdoctor.gateway.limit.RequestLimits;
import dev.wsdoctor.gateway.log.Action;
import dev.wsdoctor.gateway.log.ClientMessages;
import dev.wsdoctor.gateway.log.Message;
import dev.wsdoctor.gateway.log.UpstreamMessages;
import dev.wsdoctor.nginx.Execution;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/// Obtains the verdicts that a decision waits for: passwords, limits, and what another request
/// says. Used by one thread.
final class Verdicts {
  private static final int SERVER_ERROR = 500;

  private final Recipient exchange;
  private final ClientConnection client;
  private final RequestTruth truth;
  private final ObjIntConsumer<Directive> whenDecided;
  private final List<ConnectionLimits.Lease> leases = new ArrayList<>();
  private @Nullable Subrequest subrequest;
  private @Nullable Timer delay;

  /// @param whenDecided gets 0, or the status that the request ends with
  Verdicts(
      Recipient exchange,
      ClientConnection client,
      RequestTruth truth,
      ObjIntConsumer<Directive> whenDecided) {
    this.exchange = exchange;
    this.client = client;
    this.truth = truth;
    this.whenDecided = whenDecided;
  }

  /// Begins to ask; whether there is somebody to ask.
  boolean ask(Execution execution, Directive by) {
    Optional<RequestLimiting> limits = exchange.site().limits();
    switch (by.name()) {
      case "auth_basic" -> {
        String conf = exchange.site().configuration().prefixes().conf();
        whenDecided.accept(by, BasicAuthentication.check(execution, conf, exchange.errors()));
      }
      case "auth_request" -> authRequest(execution, by);
      case "limit_req" -> limits.ifPresent(l -> ask(l.requests(), execution, by));
      case "limit_conn" -> limits.ifPresent(l -> ask(l.connections(), execution, by));
      default -> {
        return false;
      }
    }
    return true;
  }

  private void ask(RequestLimits limits, Execution execution, Directive by) {
    long now = exchange.site().clock().millis();
    RequestLimits.Verdict verdict = limits.ask(execution.scope(), execution::text, now);
    tell(verdict.messages());
    verdict.status().ifPresent(status -> truth.limited("limit_req", status));
    int answer = verdict.answer().orElse(0);
    if (verdict.delay().isZero()) {
      whenDecided.accept(by, answer);
      return;
    }
    Timer waiting =
        new Timer(
            exchange.channel().eventLoop(),
            () -> {
              delay = null;
              whenDecided.accept(by, answer);
            });
    delay = waiting;
    waiting.start(verdict.delay());
  }

  private void ask(ConnectionLimits limits, Execution execution, Directive by) {
    ConnectionLimits.Verdict verdict = limits.ask(execution.scope(), execution::text);
    tell(verdict.messages());
    verdict.status().ifPresent(status -> truth.limited("limit_conn", status));
    leases.add(verdict.lease());
    whenDecided.accept(by, verdict.answer().orElse(0));
  }

  private void tell(List<Message> messages) {
    messages.forEach(exchange.errors()::say);
  }

  /// `ngx_http_auth_request_handler`
  private void authRequest(Execution execution, Directive by) {
    List<Directive> sets = execution.scope().inForce("auth_request_set");
    Subrequest asking =
        Subrequest.authorising(
            exchange,
            client,
            execution,
            by.parameter(),
            result -> {
              subrequest = null;
              truth.authorised(sets, result);
              int verdict = RequestTruth.verdict(result);
              if (verdict == SERVER_ERROR) {
                unexpected(result);
              }
              whenDecided.accept(by, verdict);
            });
    subrequest = asking;
    asking.start();
  }

  private void unexpected(Subrequest.Result result) {
    Message message = ClientMessages.authRequestStatus(result.status());
    if (result.wasProxied()) {
      exchange.errors().say(message, Action.SENDING_TO_CLIENT);
    } else {
      exchange.errors().say(message);
    }
  }

  boolean isWaiting() {
    return subrequest != null || delay != null;
  }

  /// The client has gone while something was waited for.
  void leftByClient() {
    Subrequest asking = subrequest;
    Optional<Action> doing = asking == null ? Optional.empty() : asking.doing();
    if (asking != null && doing.isPresent()) {
      asking.errors().say(UpstreamMessages.clientClosedSoUpstream(), doing.get());
    } else {
      exchange.errors().say(ClientMessages.prematurelyClosed());
    }
  }

  /// The places that somebody else gives back.
  List<ConnectionLimits.Lease> handOver() {
    List<ConnectionLimits.Lease> held = List.copyOf(leases);
    leases.clear();
    return held;
  }

  /// Nobody waits any more.
  void abandon() {
    if (subrequest != null) {
      subrequest.abandon();
    }
    if (delay != null) {
      delay.end();
    }
  }

  /// The request has ended, and takes up no place.
  void release() {
    abandon();
    leases.forEach(ConnectionLimits.Lease::end);
  }
}
