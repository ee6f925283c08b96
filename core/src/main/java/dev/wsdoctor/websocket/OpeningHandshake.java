package dev.wsdoctor.websocket;

import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.websocket.PermessageDeflate.Parsed;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The client's side of the opening handshake: the request, and the judgement of the answer (RFC
/// 6455, 4.1).
public record OpeningHandshake(Request request) {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  /// The length of the nonce behind Sec-WebSocket-Key, in bytes.
  public static final int NONCE_BYTES = 16;

  /// The handshake that a client would open `target` with. A field of `extra` replaces the one of
  /// that name, so that a broken handshake can be sent on purpose.
  public static OpeningHandshake of(Target target, Fields extra, byte[] nonce) {
    return correcting(target.requestTarget(), Fields.of("Host", target.authority()), nonce)
        .replacing(extra);
  }

  /// A correct handshake for `requestTarget` that keeps every other field of `fields`: what a
  /// backend gets asked when nginx forwards `fields` and does the upgrade right.
  public static OpeningHandshake correcting(String requestTarget, Fields fields, byte[] nonce) {
    return new OpeningHandshake(
        new Request("GET", requestTarget, "HTTP/1.1", upgrade(fields, nonce)));
  }

  private static Fields upgrade(Fields fields, byte[] nonce) {
    return fields
        .with("Upgrade", "websocket")
        .with("Connection", "Upgrade")
        .with("Sec-WebSocket-Key", key(nonce))
        .with("Sec-WebSocket-Version", "13");
  }

  private static String key(byte[] nonce) {
    if (nonce.length != NONCE_BYTES) {
      throw new IllegalArgumentException("a nonce has 16 bytes, not " + nonce.length);
    }
    return Base64.getEncoder().encodeToString(nonce);
  }

  /// The same with these fields in place of those of their names.
  public OpeningHandshake replacing(Fields extra) {
    return new OpeningHandshake(
        new Request(
            request.method(),
            request.target(),
            request.version(),
            request.fields().replacing(extra)));
  }

  /// The request's bytes.
  public byte[] bytes() {
    StringBuilder out = new StringBuilder(request.line()).append("\r\n");
    for (Field field : request.fields()) {
      out.append(field.name()).append(": ").append(field.value()).append("\r\n");
    }
    return out.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /// What a server must answer in Sec-WebSocket-Accept to this key (RFC 6455, 4.2.2).
  public static String accept(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key.strip() + GUID).getBytes(StandardCharsets.ISO_8859_1));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  /// What is wrong with the answer; nothing when the connection is open. An answer other than 101
  /// is judged by its status alone, since the other rules speak of a 101.
  public List<Violation> judge(Response response) {
    if (response.status() != 101) {
      return List.of(
          new Violation(
              Requirement.STATUS_101,
              "expected status 101 but the server answered " + status(response)));
    }
    List<Violation> found = new ArrayList<>();
    judgeUpgrade(response.fields()).ifPresent(found::add);
    judgeConnection(response.fields()).ifPresent(found::add);
    judgeAccept(response.fields()).ifPresent(found::add);
    judgeExtensions(response.fields()).ifPresent(found::add);
    judgeSubprotocol(response.fields()).ifPresent(found::add);
    return found;
  }

  private static String status(Response response) {
    return (response.status() + " " + response.reason()).strip();
  }

  private static Optional<Violation> judgeUpgrade(Fields fields) {
    List<String> values = fields.all("Upgrade");
    if (values.size() == 1 && values.getFirst().equalsIgnoreCase("websocket")) {
      return Optional.empty();
    }
    return violation(Requirement.UPGRADE_FIELD, "Upgrade: websocket", found(values));
  }

  private static Optional<Violation> judgeConnection(Fields fields) {
    if (fields.hasMember("Connection", "upgrade")) {
      return Optional.empty();
    }
    return violation(
        Requirement.CONNECTION_FIELD,
        "the option 'upgrade' in Connection",
        found(fields.all("Connection")));
  }

  private Optional<Violation> judgeAccept(Fields fields) {
    String expected = accept(request.fields().first("Sec-WebSocket-Key").orElse(""));
    List<String> values = fields.all("Sec-WebSocket-Accept");
    if (values.size() > 1) {
      return violation(
          Requirement.ACCEPT_ONCE, "one Sec-WebSocket-Accept", values.size() + " of them");
    }
    if (values.equals(List.of(expected))) {
      return Optional.empty();
    }
    return violation(Requirement.ACCEPT_FIELD, "Sec-WebSocket-Accept: " + expected, found(values));
  }

  private Optional<Violation> judgeExtensions(Fields fields) {
    Optional<List<Extension>> answered = Extension.parse(fields);
    if (answered.isEmpty()) {
      return violation(
          Requirement.EXTENSION_OFFERED,
          "Sec-WebSocket-Extensions with names and parameters",
          found(fields.all("Sec-WebSocket-Extensions")));
    }
    List<Extension> offers = Extension.parse(request.fields()).orElse(List.of());
    return answered.get().stream().flatMap(one -> judge(one, offers).stream()).findFirst();
  }

  private static Optional<Violation> judge(Extension answered, List<Extension> offers) {
    List<Extension> same =
        offers.stream().filter(offer -> offer.name().equals(answered.name())).toList();
    if (same.isEmpty()) {
      return violation(
          Requirement.EXTENSION_OFFERED,
          offers.isEmpty()
              ? "no extension, as the request offers none,"
              : "only extensions that the request offers "
                  + offers.stream().map(Extension::name).toList(),
          "'" + answered.name() + "'");
    }
    return answered.name().equals(PermessageDeflate.NAME)
        ? judgeDeflate(answered, same)
        : Optional.empty();
  }

  /// An answer is right when it is right for one of the offers.
  private static Optional<Violation> judgeDeflate(Extension answered, List<Extension> offers) {
    Optional<Violation> last = Optional.empty();
    for (Extension offer : offers) {
      if (!(PermessageDeflate.offer(offer) instanceof Parsed.Valid(PermessageDeflate offered))) {
        continue;
      }
      switch (PermessageDeflate.answer(answered, offered)) {
        case Parsed.Valid _ -> {
          return Optional.empty();
        }
        case Parsed.Invalid(String message) ->
            last = Optional.of(new Violation(Requirement.EXTENSION_PARAMETERS, message));
      }
    }
    return last;
  }

  private Optional<Violation> judgeSubprotocol(Fields fields) {
    List<String> values = fields.all("Sec-WebSocket-Protocol");
    if (values.size() > 1) {
      return violation(
          Requirement.SUBPROTOCOL_ONCE,
          "one Sec-WebSocket-Protocol in the answer",
          values.size() + " of them");
    }
    // Subprotocol names compare with case (RFC 6455, 4.1 and 11.3.4).
    List<String> offered = request.fields().members("Sec-WebSocket-Protocol");
    if (values.isEmpty() || offered.contains(values.getFirst())) {
      return Optional.empty();
    }
    return violation(
        Requirement.SUBPROTOCOL_OFFERED,
        offered.isEmpty()
            ? "no subprotocol, as the request offers none,"
            : "only a subprotocol that the request offers " + offered,
        found(values));
  }

  private static String found(List<String> values) {
    return values.isEmpty() ? "no such field" : "'" + String.join("', '", values) + "'";
  }

  private static Optional<Violation> violation(
      Requirement requirement, String expected, String found) {
    return Optional.of(new Violation(requirement, "expected " + expected + " but found " + found));
  }
}
