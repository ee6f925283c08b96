package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.log.Action;
import dev.wsdoctor.gateway.log.Message;
import dev.wsdoctor.gateway.log.UpstreamMessages;
import dev.wsdoctor.nginx.Scope;
import io.netty.buffer.ByteBuf;

/// The body of an upstream's answer on its way to the client: what comes of it, and how it ends.
/// Used by one thread.
final class PassedBody {
  private final Proxying by;
  private final Downstream downstream;
  private final ResponseBody framing;
  private final ResponseBuffer buffer;
  private final UpstreamReport report;

  /// @param buffers as `proxy_buffering` has it
  PassedBody(Proxying by, Recipient exchange, ResponseBody framing, boolean buffers, Scope scope) {
    this.by = by;
    this.downstream = exchange.downstream();
    this.framing = framing;
    this.buffer = new ResponseBuffer(buffers, scope, exchange::passBody);
    this.report = by.report();
  }

  /// Takes over the buffer, and passes on what belongs to the body.
  void take(ByteBuf bytes) {
    report.doing(Action.READING_UPSTREAM);
    if (framing.isExceededBy(bytes)) {
      report.say(UpstreamMessages.sentMoreThanLength());
    }
    switch (framing.feed(bytes, buffer::add)) {
      case MORE -> {}
      case DONE -> by.complete(!framing.isOverfull());
      case INVALID -> {
        report.say(UpstreamMessages.sentInvalidChunked());
        by.broken(downstream.bodyBytes() > 0);
      }
    }
  }

  /// The upstream has closed, which may be the end of it.
  void ended() {
    if (framing.endsWithConnection()) {
      by.complete(false);
    } else {
      cut(UpstreamMessages.prematurelyClosed());
    }
  }

  /// The rest of it will never come.
  void cut(Message why) {
    report.reading(why);
    by.broken(true);
  }

  /// Passes on what was held back.
  void flush() {
    buffer.flush();
  }

  void release() {
    buffer.release();
  }
}
