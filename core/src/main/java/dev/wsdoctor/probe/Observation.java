package dev.wsdoctor.probe;

import dev.wsdoctor.http.Request;
import dev.wsdoctor.http.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What one opening handshake over one hop showed. `hop` names it for a person (`through nginx`,
/// `backend`), `address` is what was dialled (`127.0.0.1:8080`). `head` is the answer's head byte
/// for byte, one char per byte, as far as it came. `pong` and `echo` are the round trips of one
/// ping and of one text message; absent when they were not tried or did not come back in time.
/// `session` is the TLS session, `body` the beginning of the body of a refusal, one char per byte,
/// and `remarks` are sentences about what came after the opening, such as an early Close frame.
/// `attempts` are the addresses that were dialled, in their order. `ending` is how the socket ended
/// before the probe ended it, if it did.
public record Observation(
    String hop,
    String address,
    boolean tls,
    Request request,
    Result result,
    List<Timing> timings,
    String head,
    Optional<Response> response,
    List<String> violations,
    List<String> tlsTroubles,
    Optional<Duration> pong,
    Optional<Duration> echo,
    Optional<TlsSession> session,
    String body,
    List<String> remarks,
    List<Attempt> attempts,
    Optional<Ending> ending) {
  /// How it ended.
  public sealed interface Result {
    /// 101 with the right Sec-WebSocket-Accept.
    record Opened() implements Result {}

    /// An HTTP answer that is not a valid 101; `violations` say what is wrong with a 101.
    record Refused(int status) implements Result {}

    /// No usable answer.
    record Failed(Failure failure, String message) implements Result {}
  }

  /// Why there is no usable answer.
  public enum Failure {
    UNKNOWN_HOST,
    CONNECTION_REFUSED,
    UNREACHABLE,
    CONNECT_TIMEOUT,
    TLS_FAILED,
    ANSWER_TIMEOUT,
    CLOSED_WITHOUT_ANSWER,
    CONNECTION_RESET,
    NOT_HTTP,
    HEAD_TOO_LARGE
  }

  /// How long one phase took: `dns`, `connect`, `proxy`, `tls`, `answer`, `first frame`.
  public record Timing(String phase, Duration took) {}

  /// One address that was dialled, and why that failed; empty when it did not.
  public record Attempt(String address, String failure) {}

  /// What TLS agreed on: `TLSv1.3`, the cipher suite, the ALPN protocol (empty when the server
  /// chose none) and the subjects of the certificates, the server's own first.
  public record TlsSession(
      String protocol, String cipherSuite, String alpn, List<String> certificates) {
    public TlsSession {
      certificates = List.copyOf(certificates);
    }
  }

  public Observation {
    timings = List.copyOf(timings);
    violations = List.copyOf(violations);
    tlsTroubles = List.copyOf(tlsTroubles);
    remarks = List.copyOf(remarks);
    attempts = List.copyOf(attempts);
  }

  /// The same of a socket that was seen to stay open when nothing is sent.
  public Observation staying() {
    return new Observation(
        hop,
        address,
        tls,
        request,
        result,
        timings,
        head,
        response,
        violations,
        tlsTroubles,
        pong,
        echo,
        session,
        body,
        remarks,
        attempts,
        Optional.empty());
  }

  public boolean opened() {
    return result instanceof Result.Opened;
  }
}
