package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.log.Action;
import dev.wsdoctor.gateway.log.ClientMessages;
import dev.wsdoctor.gateway.log.Message;
import dev.wsdoctor.gateway.wire.HeadBuffers;
import dev.wsdoctor.gateway.wire.RequestReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the heads of one connection's requests, one after another
/// (`ngx_http_wait_request_handler`, `ngx_http_read_request_header`). One that has begun and will
/// not end is logged as a request, and is given out, too; where none has begun, only the error log
/// hears. Used by one thread.
final class RequestHeads {
  /// Bytes that are looked at at once for the end of a head, behind which a body may stand.
  private static final int MAX_AT_ONCE = 2048;

  /// Since nginx 1.29.8.
  private static final int USUAL_LINES = 1000;

  private static final int BAD_REQUEST = 400;
  private static final int REQUEST_TIMEOUT = 408;

  private final ConnectionReport report;
  private @Nullable RequestReader reader;
  private final Traffic traffic;
  private int count;
  private boolean waitsForRest;

  RequestHeads(ConnectionReport report, Traffic traffic) {
    this.report = report;
    this.traffic = traffic;
  }

  /// Heads so far, broken ones too.
  int count() {
    return count;
  }

  /// Whether the next head has begun.
  boolean hasBegun() {
    return reader != null;
  }

  /// Takes some of what the client has sent: the head, if that was its end.
  Optional<ReadHead> take(ByteBuf input) {
    RequestReader head = reader;
    if (head == null) {
      HeadBuffers buffers = Settings.HEAD_BUFFERS.in(report.scope());
      head =
          new RequestReader(
              buffers, report.countsLines() ? buffers.lines(USUAL_LINES) : buffers.lines());
      reader = head;
      traffic.requested();
    }
    int length = Math.min(input.readableBytes(), MAX_AT_ONCE);
    RequestReader.Progress progress =
        head.feed(ByteBufUtil.getBytes(input, input.readerIndex(), length));
    input.skipBytes(head.taken());
    if (progress instanceof RequestReader.Progress.More) {
      awaitRest();
      return Optional.empty();
    }
    return Optional.of(given(ReadHead.of(progress, head, input)));
  }

  private void awaitRest() {
    if (!waitsForRest) {
      waitsForRest = true;
      traffic.reads();
    }
  }

  /// No more of a head that has begun will be read.
  void abandon() {
    if (waitsForRest) {
      waitsForRest = false;
      traffic.hasRead();
    }
  }

  private ReadHead given(ReadHead head) {
    abandon();
    reader = null;
    count++;
    return head;
  }

  /// The client has closed.
  Optional<ReadHead> closed() {
    if (!hasBegun() && count > 0) {
      report.sayIdle(ClientMessages.closedKeepalive(report.facts().client()));
      return Optional.empty();
    }
    Message message = hasBegun() ? ClientMessages.prematurelyClosed() : ClientMessages.closed();
    return ended(BAD_REQUEST, message);
  }

  /// Nothing has come for too long.
  Optional<ReadHead> timedOut() {
    return ended(REQUEST_TIMEOUT, ClientMessages.timedOut());
  }

  /// The client has cut the connection.
  Optional<ReadHead> cut(IOException why) {
    return ended(BAD_REQUEST, ClientMessages.failed(why));
  }

  private Optional<ReadHead> ended(int status, Message why) {
    if (!hasBegun() && count == 0) {
      report.say(why, Action.WAITING_FOR_REQUEST);
    }
    return Optional.ofNullable(reader).map(r -> given(ReadHead.broken(r, status, why.text())));
  }
}
