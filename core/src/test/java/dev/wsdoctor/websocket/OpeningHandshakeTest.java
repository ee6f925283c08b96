package dev.wsdoctor.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.http.Target;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class OpeningHandshakeTest {
  private static final byte[] NONCE = "the sample nonce".getBytes(StandardCharsets.ISO_8859_1);
  private static final Target TARGET =
      ((Target.Parsed.Valid) Target.parse("ws://example.com:8000/chat?x")).target();
  private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

  /// Key and Accept of RFC 6455, 1.3.
  private static final Fields ANSWER =
      Fields.of("Upgrade", "websocket", "Connection", "Upgrade", "Sec-WebSocket-Accept", ACCEPT);

  @Test
  void theRequestIsThatOfTheRfc() {
    OpeningHandshake handshake = OpeningHandshake.of(TARGET, Fields.NONE, NONCE);
    assertThat(handshake.request().line()).isEqualTo("GET /chat?x HTTP/1.1");
    assertThat(handshake.request().fields())
        .containsExactly(
            new Field("Host", "example.com:8000"),
            new Field("Upgrade", "websocket"),
            new Field("Connection", "Upgrade"),
            new Field("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
            new Field("Sec-WebSocket-Version", "13"));
  }

  @Test
  void extraFieldsReplaceThoseOfTheirName() {
    Fields extra = Fields.of("host", "other", "Cookie", "a=1", "Cookie", "b=2");
    Fields sent = OpeningHandshake.of(TARGET, extra, NONCE).request().fields();
    assertThat(sent.all("Host")).containsExactly("other");
    assertThat(sent.all("Cookie")).containsExactly("a=1", "b=2");
    assertThat(sent.all("Upgrade")).containsExactly("websocket");
  }

  @Test
  void aForwardedHandshakeIsCorrectedAndOtherwiseKept() {
    Fields forwarded =
        Fields.of("Host", "backend", "Connection", "close", "X-Real-IP", "1", "X-Real-IP", "2");
    Fields sent = OpeningHandshake.correcting("/x", forwarded, NONCE).request().fields();
    assertThat(sent.all("Host")).containsExactly("backend");
    assertThat(sent.all("X-Real-IP")).containsExactly("1", "2");
    assertThat(sent.all("Connection")).containsExactly("Upgrade");
    assertThat(sent.all("Sec-WebSocket-Key")).containsExactly("dGhlIHNhbXBsZSBub25jZQ==");
  }

  @Test
  void aCorrectAnswerHasNoViolations() {
    assertThat(judge(ANSWER)).isEmpty();
    assertThat(judge(ANSWER.with("Upgrade", "WebSocket"))).isEmpty();
    assertThat(judge(ANSWER.with("Connection", "keep-alive, UPGRADE"))).isEmpty();
    assertThat(judge(ANSWER.with("Sec-WebSocket-Protocol", "chat"))).isEmpty();
    assertThat(
            judge(
                ANSWER.with(
                    "Sec-WebSocket-Extensions",
                    "permessage-deflate; client_max_window_bits=\"9\"")))
        .isEmpty();
  }

  @Test
  void everyBrokenFieldIsNamedWithItsClause() {
    check(
        ANSWER.without("Upgrade"),
        "expected Upgrade: websocket but found no such field (RFC 6455, 4.1)");
    check(
        ANSWER.with("Upgrade", "h2c"),
        "expected Upgrade: websocket but found 'h2c' (RFC 6455, 4.1)");
    check(
        ANSWER.with("Connection", "keep-alive"),
        "expected the option 'upgrade' in Connection but found 'keep-alive' (RFC 6455, 4.1)");
    check(
        ANSWER.without("Sec-WebSocket-Accept"),
        "expected Sec-WebSocket-Accept: " + ACCEPT + " but found no such field (RFC 6455, 4.1)");
    check(
        ANSWER.with("Sec-WebSocket-Accept", ACCEPT.toLowerCase(Locale.ROOT)),
        "expected Sec-WebSocket-Accept: %s but found 's3pplmbitxaq9kygzzhzrbk+xoo=' (RFC 6455, 4.1)"
            .formatted(ACCEPT));
    check(
        ANSWER.and("Sec-WebSocket-Accept", ACCEPT),
        "expected one Sec-WebSocket-Accept but found 2 of them (RFC 6455, 11.3.3)");
    check(
        ANSWER.with("Sec-WebSocket-Extensions", "permessage-deflate, x-other; a"),
        "expected only extensions that the request offers [permessage-deflate] but found 'x-other' (RFC 6455, 4.1)");
    check(
        ANSWER.with("Sec-WebSocket-Extensions", "permessage-deflate; x=1"),
        "expected a parameter of permessage-deflate but found 'x=1' (RFC 7692, 7.1)");
    check(
        ANSWER.with("Sec-WebSocket-Extensions", "permessage-deflate; =1"),
        "expected Sec-WebSocket-Extensions with names and parameters but found 'permessage-deflate; =1' (RFC 6455, 4.1)");
    check(
        ANSWER.with("Sec-WebSocket-Protocol", "Chat"),
        "expected only a subprotocol that the request offers [chat, superchat] but found 'Chat' (RFC 6455, 4.1)");
    check(
        ANSWER.with("Sec-WebSocket-Protocol", "chat").and("Sec-WebSocket-Protocol", "chat"),
        "expected one Sec-WebSocket-Protocol in the answer but found 2 of them (RFC 6455, 11.3.4)");
  }

  @Test
  void anotherStatusIsTheOnlyViolation() {
    Response response = new Response("HTTP/1.1", 502, "Bad Gateway", Fields.NONE);
    assertThat(handshake().judge(response))
        .extracting(Violation::toString)
        .containsExactly(
            "expected status 101 but the server answered 502 Bad Gateway (RFC 6455, 4.1)");
  }

  private static void check(Fields answer, String expected) {
    assertThat(judge(answer)).extracting(Violation::toString).containsExactly(expected);
  }

  private static List<Violation> judge(Fields answer) {
    return handshake().judge(new Response("HTTP/1.1", 101, "Switching Protocols", answer));
  }

  private static OpeningHandshake handshake() {
    Fields offers =
        Fields.of(
            "Sec-WebSocket-Protocol", "chat, superchat",
            "Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits");
    return OpeningHandshake.of(TARGET, offers, NONCE);
  }
}
