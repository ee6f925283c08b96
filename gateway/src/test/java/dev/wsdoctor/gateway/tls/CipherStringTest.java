package dev.wsdoctor.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a cipher string means is what `openssl ciphers` prints for it.
class CipherStringTest {
  private static final List<String> PIECES =
      List.of(
          "ALL",
          "HIGH",
          "DEFAULT",
          "EECDH",
          "ECDHE",
          "EDH",
          "DHE",
          "kRSA",
          "aRSA",
          "RSA",
          "AES",
          "AES128",
          "AES256",
          "AESGCM",
          "CHACHA20",
          "SHA",
          "SHA1",
          "SHA256",
          "SHA384",
          "MD5",
          "aNULL",
          "eNULL",
          "ECDSA",
          "DSS",
          "PSK",
          "SRP",
          "CAMELLIA",
          "ARIA",
          "AESCCM",
          "FIPS",
          "TLSv1.2",
          "TLSv1",
          "SSLv3",
          "3DES",
          "RC4",
          "LOW",
          "EXPORT",
          "NONSENSE",
          "COMPLEMENTOFALL",
          "ECDHE-RSA-AES128-GCM-SHA256",
          "ECDHE-ECDSA-AES256-GCM-SHA384",
          "AES128-SHA",
          "DHE-RSA-AES256-SHA256",
          "TLS_RSA_WITH_AES_128_CBC_SHA",
          "COMPLEMENTOFDEFAULT");

  /// What people combine with a `+`.
  private static final List<String> ALIASES =
      List.of(
          "HIGH",
          "EECDH",
          "DHE",
          "aRSA",
          "RSA",
          "AES",
          "AES128",
          "AES256",
          "AESGCM",
          "CHACHA20",
          "SHA",
          "SHA256",
          "SHA384",
          "aNULL",
          "ECDSA",
          "TLSv1.2",
          "CAMELLIA");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HIGH:!aNULL:!MD5",
        "DEFAULT",
        "EECDH+AESGCM:EDH+AESGCM",
        "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL",
        "ALL:!aNULL:!eNULL:@STRENGTH",
        "HIGH:!aNULL:-SHA:SHA+AES128",
        "HIGH:+kRSA:!aNULL",
        "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES128-GCM-SHA256",
        "EECDH+CHACHA20,EECDH+AES128 RSA+AES128;EECDH+AES256:!MD5",
        "TLS_AES_128_GCM_SHA256:ECDHE-RSA-AES128-GCM-SHA256",
        "DEFAULT:!kRSA",
        "ALL:!ADH:RC4+RSA:+HIGH:+MEDIUM:+LOW:+SSLv2:+EXP"
      })
  void readsWhatIsInUse(String text) {
    check(text);
  }

  @Test
  void readsCombinationsOfAllPieces() {
    Random random = new Random(41);
    for (int i = 0; i < 150; i++) {
      check(string(random));
    }
  }

  @Test
  void theLevelStandsBehindTheRules() {
    assertThat(CipherString.securityLevel("DEFAULT@SECLEVEL=0")).contains(0);
    assertThat(CipherString.securityLevel("DEFAULT:@SECLEVEL=1")).contains(1);
    assertThat(CipherString.securityLevel("HIGH")).isEmpty();
    assertThat(CipherString.suites("DEFAULT@SECLEVEL=0")).isEqualTo(CipherString.suites("DEFAULT"));
  }

  @Test
  void anUnknownWordAloneChoosesNothing() {
    assertThat(CipherString.suites("NONSENSE")).isEmpty();
    assertThat(CipherString.suites("")).isEmpty();
  }

  private static String string(Random random) {
    var text = new StringBuilder("AES128-SHA");
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      text.append(':').append(List.of("", "", "", "-", "+", "!").get(random.nextInt(6)));
      text.append(random.nextInt(3) == 0 ? alias(random) + "+" + alias(random) : piece(random));
    }
    return text.append(random.nextInt(4) == 0 ? ":@STRENGTH" : "").toString();
  }

  private static String alias(Random random) {
    return ALIASES.get(random.nextInt(ALIASES.size()));
  }

  /// `DEFAULT` has its meaning at the start only.
  private static String piece(Random random) {
    String piece = PIECES.get(random.nextInt(PIECES.size()));
    return piece.equals("DEFAULT") ? "HIGH" : piece;
  }

  private void check(String text) {
    String level = text.contains("@STRENGTH") ? text + ":@SECLEVEL=0" : text + "@SECLEVEL=0";
    OpensslTool.Ended ended = new OpensslTool(folder).attempt("", "ciphers", level);
    List<String> expected =
        ended.code() != 0
            ? List.of()
            : Arrays.stream(ended.printed().strip().split(":", -1))
                .filter(name -> !name.startsWith("TLS_") && !name.contains("NULL-"))
                .toList();
    assertThat(CipherString.suites(text).stream().map(CipherSuite::name).toList())
        .as(text)
        .isEqualTo(expected);
  }
}
