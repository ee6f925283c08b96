package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.Optional;

/// How one phase leaves a request.
sealed interface Turn {
  Turn NEXT = new Next();

  /// On to the next phase.
  record Next() implements Turn {}

  /// It is decided.
  record Done(Outcome outcome) implements Turn {}

  /// nginx ends with this status (`ngx_http_finalize_request`): an `error_page` may take it, else
  /// it is that outcome.
  record Status(int status, Outcome unlessErrorPage) implements Turn {}

  /// To another URI (`ngx_http_internal_redirect`).
  record InternalRedirect(String uri, String args) implements Turn {}

  /// To a named location (`ngx_http_named_location`).
  record ToNamed(String name) implements Turn {}

  static Turn status(int status, AnswerReason reason) {
    return answered(status, Optional.empty(), reason, Optional.empty());
  }

  static Turn status(int status, AnswerReason reason, Directive by) {
    return answered(status, Optional.empty(), reason, Optional.of(by));
  }

  /// The location is the field as it is sent.
  static Turn redirect(int status, Value location, AnswerReason reason, Directive by) {
    return answered(status, Optional.of(location), reason, Optional.of(by));
  }

  private static Turn answered(
      int status, Optional<Value> location, AnswerReason reason, Optional<Directive> by) {
    return new Status(status, new Outcome.Answered(status, location, reason, by));
  }

  static Turn done(Outcome outcome) {
    return new Done(outcome);
  }
}
