package dev.wsdoctor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderBlockTest {
  /// The encodings are those of RFC 7541, C.5 and C.6, and variations of them.
  @ParameterizedTest
  @CsvSource({
    "88,           200",
    "8d,           404",
    "8e,           500",
    "4803333032,   302",
    "4882640258,   302",
    "4883640eff,   307",
    "0803343033,   403",
    "1803313031,   101",
    "3fe11f88,     200",
    "2088,         200",
    "20,           -1",
    "'',           -1",
    "82,           -1",
    "48,           -1",
    "4803,         -1",
    "48033332,     -1",
    "4803616263,   -1",
    "48ff,         -1",
    "4881ff,       -1",
  })
  void theStatusIsReadFromTheFirstField(String hex, int status) {
    assertThat(HeaderBlock.status(HexFormat.of().parseHex(hex)).orElse(-1)).isEqualTo(status);
  }

  @Test
  void fieldsAreWrittenLiterallyAndLongOnesWithALengthOfTheirOwn() {
    assertThat(new HeaderBlock().with("a", "bc").bytes())
        .asHexString()
        .isEqualTo("00016102" + "6263");
    byte[] bytes = new HeaderBlock().with("a", "x".repeat(1337)).bytes();
    // RFC 7541, C.1.2 with a prefix of seven bits: 1337 - 127 = 1210 = 9 * 128 + 58.
    assertThat(HexFormat.of().formatHex(bytes, 0, 6)).isEqualTo("0001617fba09");
    assertThat(bytes).hasSize(6 + 1337);
  }
}
