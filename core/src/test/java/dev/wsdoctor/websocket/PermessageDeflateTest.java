package dev.wsdoctor.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.http.Fields;
import dev.wsdoctor.websocket.MessageDecoder.Event;
import dev.wsdoctor.websocket.PermessageDeflate.Parsed;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PermessageDeflateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          permessage-deflate                                                | permessage-deflate
          permessage-deflate; client_max_window_bits                        | permessage-deflate
          permessage-deflate; client_max_window_bits=8                      | permessage-deflate; client_max_window_bits=8
          permessage-deflate; client_max_window_bits="12"                   | permessage-deflate; client_max_window_bits=12
          permessage-deflate;server_max_window_bits=10                      | permessage-deflate; server_max_window_bits=10
          permessage-deflate; client_no_context_takeover                    | permessage-deflate; client_no_context_takeover
          permessage-deflate ; server_no_context_takeover                   | permessage-deflate; server_no_context_takeover
          permessage-deflate; server_max_window_bits                        | none
          permessage-deflate; server_max_window_bits=7                      | none
          permessage-deflate; server_max_window_bits=16                     | none
          permessage-deflate; server_max_window_bits=08                     | none
          permessage-deflate; client_max_window_bits=a                      | none
          permessage-deflate; client_no_context_takeover=1                  | none
          permessage-deflate; client_no_context_takeover; client_no_context_takeover | none
          permessage-deflate; unknown                                       | none
          permessage-deflate; unknown, permessage-deflate                   | permessage-deflate
          x-other, permessage-deflate; server_max_window_bits=9             | permessage-deflate; server_max_window_bits=9
          x-webkit-deflate-frame                                            | none
          permessage-deflate; =1                                            | none
          """)
  void aServerAgreesToTheFirstValidOffer(String offers, String agreed) {
    Optional<PermessageDeflate> result = parse(offers).flatMap(PermessageDeflate::agree);
    assertThat(result.map(PermessageDeflate::toString).orElse("none")).isEqualTo(agreed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          permessage-deflate                            | permessage-deflate                             | ok
          permessage-deflate                            | permessage-deflate; server_no_context_takeover | ok
          permessage-deflate                            | permessage-deflate; client_no_context_takeover | ok
          permessage-deflate                            | permessage-deflate; server_max_window_bits=9   | ok
          permessage-deflate                            | permessage-deflate; client_max_window_bits=9   | expected no client_max_window_bits, which was not offered
          permessage-deflate; client_max_window_bits    | permessage-deflate; client_max_window_bits=9   | ok
          permessage-deflate; client_max_window_bits    | permessage-deflate; client_max_window_bits     | expected a parameter of permessage-deflate but found 'client_max_window_bits'
          permessage-deflate; server_no_context_takeover| permessage-deflate                             | expected server_no_context_takeover, as offered, but it is missing
          permessage-deflate; server_max_window_bits=10 | permessage-deflate                             | expected server_max_window_bits of at most 10, as offered, but found 15
          permessage-deflate; server_max_window_bits=10 | permessage-deflate; server_max_window_bits=11  | expected server_max_window_bits of at most 10, as offered, but found 11
          permessage-deflate; server_max_window_bits=10 | permessage-deflate; server_max_window_bits=8   | ok
          permessage-deflate                            | permessage-deflate; x; x                       | expected a parameter of permessage-deflate but found 'x'
          """)
  void aClientJudgesTheAnswerByItsOffer(String offer, String answer, String expected) {
    Parsed offered = PermessageDeflate.offer(one(offer));
    assertThat(offered).isInstanceOf(Parsed.Valid.class);
    String result =
        switch (PermessageDeflate.answer(one(answer), ((Parsed.Valid) offered).parameters())) {
          case Parsed.Valid _ -> "ok";
          case Parsed.Invalid(String message) -> message;
        };
    assertThat(result).isEqualTo(expected);
  }

  private static Extension one(String text) {
    return parse(text).orElseThrow().getFirst();
  }

  private static Optional<List<Extension>> parse(String text) {
    return Extension.parse(Fields.of("Sec-WebSocket-Extensions", text));
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 12, 15})
  void randomMessagesComeBackUnderEveryWindow(int bits) {
    for (long seed = 0; seed < 40; seed++) {
      boolean noContext = seed % 2 == 0;
      String offer =
          "permessage-deflate; server_max_window_bits=%d%s"
              .formatted(bits, noContext ? "; server_no_context_takeover" : "");
      PermessageDeflate agreed = parse(offer).flatMap(PermessageDeflate::agree).orElseThrow();
      Deflation deflation = Deflation.of(agreed, Role.SERVER);
      MessageDecoder decoder = MessageDecoder.deflating(Role.SERVER, agreed, 1 << 20);
      Random random = new Random(seed);
      for (int i = 0; i < 10; i++) {
        String message = randomText(random);
        Frame frame = Frame.binary(deflation.message(message)).reserved(FrameHeader.RSV1);
        assertThat(decoder.feed(FrameEncoder.encode(frame)))
            .as("seed %d, message %d".formatted(seed, i))
            .contains(new Event.MessageRead(Opcode.BINARY, message))
            .noneMatch(Event.Broken.class::isInstance);
      }
    }
  }

  /// Words that repeat within and across messages, so that windows matter.
  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    int words = random.nextInt(400);
    for (int i = 0; i < words; i++) {
      text.append(Integer.toString(random.nextInt(40), 2)).append('\u00ff');
    }
    return text.toString();
  }

  @Test
  void contextIsKeptUnlessItWasRefused() {
    Deflation keeps = Deflation.of(PermessageDeflate.DEFAULTS, Role.CLIENT);
    assertThat(keeps.message("Hello")).isEqualTo("\u00f2H\u00cd\u00c9\u00c9\u0007\0");
    assertThat(keeps.message("Hello")).isEqualTo("\u00f2\0\u0011\0\0");
    PermessageDeflate refusing =
        new PermessageDeflate(false, true, OptionalInt.empty(), OptionalInt.empty());
    Deflation forgets = Deflation.of(refusing, Role.CLIENT);
    assertThat(forgets.message("Hello")).isEqualTo(forgets.message("Hello"));
  }
}
