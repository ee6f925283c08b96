package dev.wsdoctor.app.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteTextTest {
  @ParameterizedTest
  @CsvSource({
    "plain, plain",
    "caf\u00c3\u00a9, caf\u00e9",
    "caf\u00e9, caf\u00e9",
    "\u20ac caf\u00c3\u00a9 \u20ac, \u20ac caf\u00e9 \u20ac",
    "\u00e2\u0082\u00ac5, \u20ac5",
    "\u00ff\u00fe, \u00ff\u00fe"
  })
  void onlyStretchesThatAreUtf8AreDecoded(String bytes, String text) {
    assertThat(ByteText.decode(bytes)).isEqualTo(text);
  }

  @Test
  void everyTextSurvivesTheWayThroughAFile() {
    for (int seed = 0; seed < 200; seed++) {
      String text = randomText(new Random(seed));
      String asRead =
          new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

      assertThat(ByteText.decode(asRead)).as("seed %d", seed).isEqualTo(text);
    }
  }

  @Test
  void controlCharactersAreShownAndDoNothing() {
    assertThat(ByteText.printable("a\033[2J\rb\u009bc\td\n"))
        .isEqualTo("a\\x1b[2J\\x0db\\x9bc\td\n");
  }

  @Test
  void whatHasNoWidthIsShown() {
    assertThat(ByteText.readable("\u00ef\u00bb\u00bfevents\u00e2\u0080\u008b {}"))
        .isEqualTo("\\ufeffevents\\u200b {}");
  }

  private static String randomText(Random random) {
    int[] codePoints =
        random.ints(20, 0, 0x11_0000).filter(c -> !(c >= 0xd800 && c <= 0xdfff)).toArray();
    return "a" + new String(codePoints, 0, codePoints.length);
  }
}
