package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.log.ClientMessages;
import dev.wsdoctor.gateway.wire.ChunkedReader;
import dev.wsdoctor.nginx.Execution;
import dev.wsdoctor.nginx.Scope;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The body of one request: collected for an upstream, or read and dropped
/// (`ngx_http_request_body`). Used by one thread.
final class ClientBody {
  private static final int BAD_REQUEST = 400;
  private static final int TOO_LARGE = 413;
  private static final int SERVER_ERROR = 500;
  private static final ChunkedReader.Sink NOWHERE = (_, _, _) -> {};

  /// What the last bytes have brought.
  enum Progress {
    MORE,
    /// All of it was taken.
    DONE,
    /// The chunks are no chunks.
    INVALID,
    /// More than `client_max_body_size`.
    TOO_LARGE,
    /// It could not be kept.
    LOST
  }

  private final RequestBody body;
  private final RequestTruth truth;
  private final Downstream downstream;
  private final Timer timer;
  private boolean expectTested;
  private @Nullable RequestUpload upload;

  ClientBody(RequestBody body, RequestTruth truth, Downstream downstream, Timer timer) {
    this.body = body;
    this.truth = truth;
    this.downstream = downstream;
    this.timer = timer;
  }

  boolean exists() {
    return body.exists();
  }

  boolean isDone() {
    return body.isDone();
  }

  boolean isChunked() {
    return body.isChunked();
  }

  /// `Expect: 100-continue`, before a body is read.
  void testExpect(Execution execution, boolean isHttp11) {
    boolean expects =
        !expectTested
            && isHttp11
            && execution.field("Expect").filter("100-continue"::equalsIgnoreCase).isPresent();
    expectTested = true;
    if (expects) {
      downstream.interim("HTTP/1.1 100 Continue\r\n\r\n");
    }
  }

  /// Whether what has come is not what was announced.
  boolean isSpoilt() {
    return body.isSpoilt();
  }

  /// Nobody will ask for the body any more.
  void forgoExpect() {
    expectTested = true;
  }

  /// Drops what has come; whether it was sound.
  boolean dropAvailable(ByteBuf input) {
    RequestBody.Progress progress = body.take(input, NOWHERE);
    return progress == RequestBody.Progress.MORE || progress == RequestBody.Progress.DONE;
  }

  /// Waits for the rest, only to drop it.
  void awaitRest(Scope scope) {
    timer.start(Settings.LINGERING_TIMEOUT.in(scope));
  }

  Progress drop(ByteBuf input) {
    int before = input.readableBytes();
    RequestBody.Progress progress = body.take(input, NOWHERE);
    truth.received(before - input.readableBytes());
    return switch (progress) {
      case MORE -> Progress.MORE;
      case DONE -> Progress.DONE;
      case INVALID, TOO_LARGE -> Progress.INVALID;
    };
  }

  /// Where the body is kept for upstreams; the same for all of them.
  RequestUpload upload(boolean streams) {
    RequestUpload known = upload;
    if (known == null) {
      known = new RequestUpload(streams);
      upload = known;
    }
    return known;
  }

  /// `$request_body`: what was read for an upstream, unless it had to go to a file.
  Optional<String> text(Scope scope) {
    RequestUpload kept = upload;
    long most = Settings.CLIENT_BODY_BUFFER_SIZE.in(scope);
    return kept == null ? Optional.empty() : kept.text(most);
  }

  boolean isKept() {
    return upload != null;
  }

  /// Takes what has come without waiting; whether that is all. A chunked body that has come with
  /// its head is sent on with its length.
  boolean isWholeBodyHere(ByteBuf input, RequestUpload to, Scope scope) {
    limit(scope);
    boolean whole = body.take(input, to) == RequestBody.Progress.DONE;
    truth.bodyIsRead(whole);
    return whole;
  }

  void await(Scope scope) {
    timer.start(Settings.CLIENT_BODY_TIMEOUT.in(scope));
  }

  /// Takes what is there for an upstream.
  Progress collect(ByteBuf input, Scope scope) {
    RequestUpload to = upload;
    if (to == null || !to.takesMore()) {
      return Progress.MORE;
    }
    int before = input.readableBytes();
    limit(scope);
    RequestBody.Progress progress = body.take(input, to);
    truth.received(body.isSpoilt() ? 0 : before - input.readableBytes());
    to.flush();
    if (to.isBroken()) {
      return Progress.LOST;
    }
    return switch (progress) {
      case MORE -> {
        await(scope);
        yield Progress.MORE;
      }
      case DONE -> Progress.DONE;
      case INVALID -> Progress.INVALID;
      case TOO_LARGE -> Progress.TOO_LARGE;
    };
  }

  private void limit(Scope scope) {
    long limit = Settings.CLIENT_MAX_BODY_SIZE.in(scope);
    body.limit(limit == 0 ? Long.MAX_VALUE : limit);
  }

  /// The status that a body is refused with which cannot be taken, after the error log has heard
  /// why.
  int refusal(ErrorReport errors) {
    return switch (body.progress()) {
      case INVALID -> {
        errors.say(ClientMessages.invalidChunked());
        yield BAD_REQUEST;
      }
      case TOO_LARGE -> {
        errors.say(body.tooLarge());
        yield TOO_LARGE;
      }
      case MORE, DONE -> SERVER_ERROR;
    };
  }

  /// Whether the connection is not closed before the client has had time to read the answer.
  boolean lingers(Scope scope, boolean refused) {
    String how = Settings.LINGERING_CLOSE.in(scope);
    return how.equals("always") || (how.equals("on") && (body.exists() || refused));
  }

  void stopWaiting() {
    timer.stop();
  }

  void release() {
    timer.end();
    if (upload != null) {
      upload.release();
    }
  }
}
