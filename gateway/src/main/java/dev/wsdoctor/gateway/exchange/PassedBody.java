package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.log.UpstreamMessages;
import dev.wsdoctor.nginx.Scope;
import io.netty.buffer.ByteBuf;

/// The body of an upstream's answer on its way to the client. Used by one thread.
final class PassedBody {
  private final ResponseBody framing;
  private final ResponseBuffer buffer;
  private final UpstreamReport report;

  /// @param buffers as `proxy_buffering` has it
  PassedBody(
      Recipient exchange,
      ResponseBody framing,
      boolean buffers,
      Scope scope,
      UpstreamReport report) {
    this.framing = framing;
    this.buffer = new ResponseBuffer(buffers, scope, bytes -> send(exchange, bytes));
    this.report = report;
  }

  private static void send(Recipient exchange, ByteBuf bytes) {
    if (exchange.hasBody()) {
      exchange.downstream().body(bytes);
    } else {
      bytes.release();
    }
  }

  /// Takes over the buffer, and passes on what belongs to the body.
  ResponseBody.Progress take(ByteBuf bytes) {
    if (framing.isExceededBy(bytes)) {
      report.say(UpstreamMessages.sentMoreThanLength());
    }
    ResponseBody.Progress progress = framing.feed(bytes, buffer::add);
    if (progress == ResponseBody.Progress.INVALID) {
      report.say(UpstreamMessages.sentInvalidChunked());
    }
    return progress;
  }

  /// Whether more has come than belongs to it.
  boolean isOverfull() {
    return framing.isOverfull();
  }

  /// Whether the end of the connection may end it.
  boolean endsWithConnection() {
    return framing.endsWithConnection();
  }

  /// Passes on what was held back.
  void flush() {
    buffer.flush();
  }

  void release() {
    buffer.release();
  }
}
