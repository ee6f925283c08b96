package dev.wsdoctor.probe;

import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.HeadRules;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.probe.AnswerReader.Answer;
import dev.wsdoctor.probe.Observation.Failure;
import dev.wsdoctor.probe.Observation.Result;
import dev.wsdoctor.websocket.OpeningHandshake;
import dev.wsdoctor.websocket.Violation;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// One attempt to open a WebSocket over one live hop; says how that went and never throws for what
/// a peer does.
final class Opener {
  /// nginx's words in its answer to plain HTTP on a TLS port (`ngx_http_error_497_page`), Apache's
  /// and Go's.
  private static final List<String> TLS_WANTED =
      List.of(
          "plain HTTP request was sent to HTTPS port",
          "speaking plain HTTP to an SSL-enabled server port",
          "sent an HTTP request to an HTTPS server");

  private final ProbeTarget target;
  private final OpeningHandshake handshake;
  private final Limits limits;
  private final Way way;
  private final Deadline overall;
  private final RandomGenerator random = new SecureRandom();
  private final Trace trace;
  private @Nullable LiveSocket socket;

  /// `extra` may replace even the handshake's own fields, to send a broken one.
  Opener(ProbeTarget target, Fields extra, Limits limits, Way way) {
    this.target = target;
    this.limits = limits;
    this.way = way;
    this.overall = Deadline.in(limits.overall());
    byte[] nonce = new byte[OpeningHandshake.NONCE_BYTES];
    random.nextBytes(nonce);
    this.handshake =
        OpeningHandshake.correcting(target.requestTarget(), target.fields(), nonce)
            .replacing(extra);
    this.trace = new Trace(target, handshake.request());
  }

  Trace trace() {
    return trace;
  }

  Deadline overall() {
    return overall;
  }

  Opening open() {
    Result result = result();
    Observation seen = trace.observation(result);
    LiveSocket opened = socket;
    return opened == null ? new Opening.Failed(seen) : new Opening.Open(opened, seen);
  }

  private Result result() {
    try {
      return ask();
    } catch (ProbeFailure e) {
      return new Result.Failed(e.failure(), e.sentence());
    } catch (SocketTimeoutException _) {
      return new Result.Failed(
          Failure.ANSWER_TIMEOUT,
          "the server took no more bytes within %s; check that it is not stuck"
              .formatted(overall.describe()));
    } catch (SSLException e) {
      return new Result.Failed(
          Failure.TLS_FAILED,
          "the server ended TLS instead of answering: %s; check whether it wants a client certificate"
              .formatted(e.getMessage()));
    } catch (IOException e) {
      return broken(e);
    }
  }

  private Result ask() throws IOException {
    Wire wire = new HopWire(target, limits, way, overall, trace).open();
    try {
      return converse(wire);
    } finally {
      if (socket == null) {
        wire.close();
      }
    }
  }

  private Result converse(Wire wire) throws IOException {
    Deadline deadline = overall.within(limits.answer());
    Answer answer =
        trace.timed(
            "answer",
            () -> {
              wire.write(handshake.bytes(), deadline);
              return new AnswerReader(wire, limits, deadline, trace).read();
            });
    List<Violation> violations = handshake.judge(answer.response());
    violations.forEach(violation -> trace.violation(violation.toString()));
    HeadRules.violations(answer.head()).forEach(trace::remark);
    if (violations.isEmpty()) {
      socket =
          new LiveSocket(wire, random, answer.response(), answer.rest(), limits.messageBytes());
      return new Result.Opened();
    }
    readBody(wire, answer);
    return new Result.Refused(answer.response().status());
  }

  private void readBody(Wire wire, Answer answer) {
    Response response = answer.response();
    if (response.status() == 101 || response.status() == 204 || response.status() == 304) {
      return;
    }
    Deadline deadline = overall.within(limits.echo());
    String body =
        new BodyReader(wire, limits.bodyBytes(), deadline).read(response.fields(), answer.rest());
    trace.body(body);
    if (TLS_WANTED.stream().anyMatch(body::contains)) {
      trace.violation(
          "expected plain HTTP on this port but the server speaks TLS on it: use wss:// and https:// here, or take 'ssl' off its listen");
    }
  }

  private static Result broken(IOException e) {
    String words = String.valueOf(e.getMessage());
    String reason = words.toLowerCase(Locale.ROOT);
    if (reason.contains("reset") || reason.contains("broken pipe") || reason.contains("abort")) {
      return new Result.Failed(
          Failure.CONNECTION_RESET,
          "expected an answer but the server reset the connection; read its log, and check that nothing between cuts the connection");
    }
    return new Result.Failed(
        Failure.CLOSED_WITHOUT_ANSWER,
        "the connection broke before the answer (%s); read the server's log".formatted(words));
  }
}
