package dev.wsdoctor.probe;

import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.HeadRules;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.AnswerReader.Answer;
import dev.wsdoctor.probe.Observation.Failure;
import dev.wsdoctor.probe.Observation.Result;
import dev.wsdoctor.websocket.OpeningHandshake;
import dev.wsdoctor.websocket.Violation;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;

/// Opens one WebSocket over one live hop and says how that went; never throws for what a peer does.
public final class HandshakeProbe {
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
  private final Deadline overall;
  private final RandomGenerator random;
  private final Trace trace;

  /// How long to stay silent after the opening; zero: one exchange instead.
  private final Duration hold;

  private Optional<String> ended = Optional.empty();

  private HandshakeProbe(
      ProbeTarget target,
      OpeningHandshake handshake,
      Limits limits,
      Duration hold,
      RandomGenerator random) {
    this.target = target;
    this.handshake = handshake;
    this.limits = limits;
    this.hold = hold;
    this.overall = Deadline.in(limits.overall().plus(hold));
    this.random = random;
    this.trace = new Trace(target, handshake.request());
  }

  /// Opens `target` as a client does, with `extra` in place of the fields of those names.
  public static Observation run(Target target, Fields extra, Limits limits) {
    return run(ProbeTarget.through(target), extra, limits);
  }

  /// Asks one hop. `extra` may replace even the handshake's own fields, to send a broken one.
  public static Observation run(ProbeTarget target, Fields extra, Limits limits) {
    return of(target, extra, limits, Duration.ZERO).observe();
  }

  /// An opening, and why the socket did not stay open, if it did not.
  public record Held(Observation opening, Optional<String> ended) {}

  /// Opens `target` and holds the socket for so long, with one ping and no message.
  public static Held hold(Target target, Fields extra, Limits limits, Duration hold) {
    HandshakeProbe probe = of(ProbeTarget.through(target), extra, limits, hold);
    return new Held(probe.observe(), probe.ended);
  }

  private static HandshakeProbe of(ProbeTarget target, Fields extra, Limits limits, Duration hold) {
    RandomGenerator random = new SecureRandom();
    byte[] nonce = new byte[OpeningHandshake.NONCE_BYTES];
    random.nextBytes(nonce);
    OpeningHandshake handshake =
        OpeningHandshake.correcting(target.requestTarget(), target.fields(), nonce)
            .replacing(extra);
    return new HandshakeProbe(target, handshake, limits, hold, random);
  }

  private Observation observe() {
    try {
      return trace.observation(new Approach(target, limits, overall, trace).talk(this::converse));
    } catch (ProbeFailure e) {
      return trace.observation(new Result.Failed(e.failure(), e.sentence()));
    } catch (SocketTimeoutException _) {
      return trace.observation(
          new Result.Failed(
              Failure.ANSWER_TIMEOUT,
              "the server took no more bytes within %s; check that it is not stuck"
                  .formatted(overall.describe())));
    } catch (SSLException e) {
      return trace.observation(
          new Result.Failed(
              Failure.TLS_FAILED,
              "the server ended TLS instead of answering: %s; check whether it wants a client certificate"
                  .formatted(e.getMessage())));
    } catch (IOException e) {
      return trace.observation(broken(e));
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
      use(new Exchange(wire, limits, overall, trace, random, answer.response()), answer.rest());
      return new Result.Opened();
    }
    readBody(wire, answer);
    return new Result.Refused(answer.response().status());
  }

  private void use(Exchange exchange, String rest) {
    if (hold.isZero()) {
      exchange.run(rest);
    } else {
      ended = exchange.hold(rest, hold);
    }
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
