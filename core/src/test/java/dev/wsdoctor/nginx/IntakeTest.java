package dev.wsdoctor.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.directive.NginxVersion;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What is read of a request by hand, for speed, against the grammars written as regular
/// expressions.
final class IntakeTest {
  private static final Pattern NAME =
      Pattern.compile(
          "(?:(?:[A-Za-z0-9\\-._~!$&'()*+,;=]|%[0-9A-Fa-f]{2})+|\\[[0-9a-fA-F:.]+\\])"
              + "(?::([0-9]{0,5}))?");
  private static final String[] PIECES = {
    "a",
    "Z",
    "9",
    ".",
    "-",
    "_",
    "%",
    "%4",
    "%fF",
    "[",
    "]",
    ":",
    "::1",
    ":80",
    ":65535",
    ":65536",
    ":123456",
    "/",
    " ",
    "\u00e4",
    "!",
    "~",
    "@",
    "|",
    "example.com",
    "[::1]",
    "\u007f"
  };
  private static final int ROUNDS = 200_000;

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(5); i >= 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  /// RFC 3986, 3.2.2: as the host is delimited behind the last colon outside of brackets.
  private static boolean isStrict(String written) {
    int colon = written.lastIndexOf(':');
    boolean hasPort = colon > written.lastIndexOf(']');
    var whole = NAME.matcher(written);
    if (!whole.matches()) {
      return false;
    }
    String port = hasPort ? written.substring(colon + 1) : "";
    return port.isEmpty() || Integer.parseInt(port) <= 65_535;
  }

  @Test
  void aStrictHostFollowsTheGrammar() {
    NginxVersion strict = new NginxVersion(1, 29, 4);
    Random random = new Random(1);
    int valid = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String written = text(random);
      boolean expected = isStrict(written) && HostField.host(written, Scene.DEBIAN).isPresent();
      valid += expected ? 1 : 0;
      assertThat(HostField.host(written, strict).isPresent()).as(written).isEqualTo(expected);
    }
    assertThat(valid).isGreaterThan(ROUNDS / 100);
  }

  /// A path that needs nothing done must come out as the long way makes it, whose `/./` changes
  /// nothing else.
  @Test
  void aPlainPathStaysAsItIs() {
    String[] pieces = {"/", "a", "..", ".", "//", "%41", "+", "b.c", "?", "x=1", "#"};
    Random random = new Random(2);
    for (int i = 0; i < ROUNDS; i++) {
      StringBuilder path = new StringBuilder("/");
      for (int n = random.nextInt(6); n > 0; n--) {
        path.append(pieces[random.nextInt(pieces.length)]);
      }
      boolean merge = random.nextBoolean();
      var plain = UriNormaliser.normalise(path.toString(), merge);
      var detour = UriNormaliser.normalise("/." + path, merge);
      assertThat(plain).as(path + " merged " + merge).isEqualTo(detour);
    }
  }
}
