package dev.wsdoctor.probe;

import dev.wsdoctor.http.HeadParser;
import dev.wsdoctor.http.HeadParser.Parsed;
import dev.wsdoctor.http.HeadReader;
import dev.wsdoctor.http.HeadReader.Progress;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.probe.Observation.Failure;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/// Reads the head of the answer, interim answers before it included (RFC 9110, 15.2).
final class AnswerReader {
  private static final String BEGINNING = "HTTP/";
  private static final String TLS_ADVICE =
      "use wss:// and https:// for this port, or take 'ssl' off its listen";

  private final Wire wire;
  private final Limits limits;
  private final Deadline deadline;
  private final Trace trace;
  private final byte[] chunk = new byte[16 * 1024];

  /// The heads that are complete, byte for byte.
  private final StringBuilder heads = new StringBuilder();

  AnswerReader(Wire wire, Limits limits, Deadline deadline, Trace trace) {
    this.wire = wire;
    this.limits = limits;
    this.deadline = deadline;
    this.trace = trace;
  }

  /// The final answer, its head byte for byte, and the bytes that came behind it.
  record Answer(Response response, String head, String rest) {}

  Answer read() throws IOException {
    Answer answer = next("");
    while (answer.response().status() < 200 && answer.response().status() != 101) {
      answer = next(answer.rest());
    }
    trace.response(answer.response());
    return answer;
  }

  private Answer next(String alreadyRead) throws IOException {
    HeadReader reader = new HeadReader(limits.headBytes() - heads.length());
    Progress progress = reader.feed(alreadyRead);
    while (progress instanceof Progress.Incomplete) {
      expectHttp(reader.received());
      progress = reader.feed(more(reader.received()));
      trace.head(heads + reader.received());
    }
    return switch (progress) {
      case Progress.Complete(String head, String rest) -> parse(head, rest);
      case Progress.TooLarge _ -> throw tooLarge();
      case Progress.Incomplete _ -> throw new IllegalStateException("the loop ends before");
    };
  }

  private String more(String received) throws IOException {
    try {
      int count = wire.read(chunk, deadline);
      if (count < 0) {
        throw closed(received.length());
      }
      return new String(chunk, 0, count, StandardCharsets.ISO_8859_1);
    } catch (SocketTimeoutException e) {
      ProbeFailure failure = silent(received.length());
      failure.initCause(e);
      throw failure;
    }
  }

  /// Says so as soon as the bytes cannot become an HTTP answer: such a peer may never end its line.
  private static void expectHttp(String received) throws ProbeFailure {
    int compared = Math.min(received.length(), BEGINNING.length());
    if (!BEGINNING.startsWith(received.substring(0, compared))) {
      throw notHttp(received);
    }
  }

  private static ProbeFailure notHttp(String received) {
    // A TLS server answers plain text with an alert record: 21, then the version's 3.
    boolean tls = received.startsWith("\u0015\u0003");
    return new ProbeFailure(
        Failure.NOT_HTTP,
        tls
            ? "expected HTTP but the server speaks TLS on this port (it answered with a TLS alert); "
                + TLS_ADVICE
            : "expected an HTTP answer but the server sent %s; another program listens on this port: check it"
                .formatted(HeadParser.quote(received)));
  }

  private Answer parse(String head, String rest) throws ProbeFailure {
    heads.append(head);
    trace.head(heads.toString());
    expectHttp(head);
    return switch (HeadParser.response(head)) {
      case Parsed.Valid<Response>(Response response) -> new Answer(response, head, rest);
      case Parsed.Invalid<Response>(String message) ->
          throw new ProbeFailure(
              Failure.NOT_HTTP, message + "; check which program listens on this port");
    };
  }

  private static ProbeFailure closed(int received) {
    return new ProbeFailure(
        Failure.CLOSED_WITHOUT_ANSWER,
        received == 0
            ? "expected an answer but the server closed the connection without one; read its log, and check that this port speaks plain or TLS as you expect"
            : "expected a whole answer but the server closed the connection after %d bytes of its head; read its log"
                .formatted(received));
  }

  private ProbeFailure silent(int received) {
    return new ProbeFailure(
        Failure.ANSWER_TIMEOUT,
        received == 0
            ? "the server accepted the connection and answered nothing within %s; check that the program behind it is not stuck and that this port speaks HTTP"
                .formatted(deadline.describe())
            : "the server sent only %d bytes of an answer's head within %s; check what slows it down"
                .formatted(received, deadline.describe()));
  }

  private ProbeFailure tooLarge() {
    return new ProbeFailure(
        Failure.HEAD_TOO_LARGE,
        "expected an answer's head of at most %d bytes but it does not end there; check which program listens on this port"
            .formatted(limits.headBytes()));
  }
}
