package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.log.Action;
import dev.wsdoctor.gateway.log.Message;
import dev.wsdoctor.gateway.log.UpstreamMessages;
import dev.wsdoctor.nginx.Execution;
import dev.wsdoctor.nginx.Outcome;

/// What a proxied request tells the error log of its upstream, and what it is doing there
/// (`log->action`). Used by one thread.
final class UpstreamReport {
  private final ErrorReport errors;
  private final Execution execution;
  private final Outcome.Proxied proxied;
  private Action doing = Action.CONNECTING_TO_UPSTREAM;

  UpstreamReport(ErrorReport errors, Execution execution, Outcome.Proxied proxied) {
    this.errors = errors;
    this.execution = execution;
    this.proxied = proxied;
  }

  /// A server is connected to.
  void trying(String peer) {
    errors.at(execution, proxied, peer);
    doing = Action.CONNECTING_TO_UPSTREAM;
  }

  /// There is no server to be named.
  void unresolved(Message why) {
    errors.say(why);
  }

  /// None of the upstream's servers can be tried.
  void noneLives(String upstream) {
    trying(upstream);
    say(UpstreamMessages.noLiveUpstreams());
  }

  void doing(Action now) {
    doing = now;
  }

  Action doing() {
    return doing;
  }

  /// Why there is no head; nginx looks for one only when something has come, or nothing in time.
  void failed(Message why, boolean wasReading) {
    if (wasReading) {
      reading();
    }
    say(why);
  }

  /// A head has come, or something else where it was awaited.
  void reading() {
    if (doing == Action.SENDING_REQUEST_TO_UPSTREAM) {
      doing = Action.READING_RESPONSE_HEADER;
    }
  }

  /// What has become of the rest of an answer.
  void reading(Message message) {
    doing = Action.READING_UPSTREAM;
    say(message);
  }

  void say(Message message) {
    errors.say(message, doing);
  }

  /// What was released is left out for a while.
  void released(boolean isLeftOut) {
    if (isLeftOut) {
      say(UpstreamMessages.temporarilyDisabled());
    }
  }
}
