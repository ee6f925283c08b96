package dev.wsdoctor.capture;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// IP addresses as they are written, without asking a name server.
final class IpLiteral {
  private static final Pattern VERSION_4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
  private static final Pattern VERSION_6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:]*");
  private static final int GROUPS = 8;

  private IpLiteral() {}

  /// The bytes of an address, in network order, or none.
  sealed interface Parsed {
    record Address(ByteBuffer bytes) implements Parsed {}

    record None() implements Parsed {}
  }

  static Parsed parse(String text) {
    String bare = text.replaceFirst("%.*$", "");
    if (bare.equals("localhost")) {
      return parse("127.0.0.1");
    }
    if (VERSION_4.matcher(bare).matches()) {
      ByteBuffer bytes = ByteBuffer.allocate(4);
      Arrays.stream(bare.split("\\.")).forEach(part -> bytes.put((byte) Integer.parseInt(part)));
      return new Parsed.Address(bytes.flip());
    }
    return VERSION_6.matcher(bare).matches() ? version6(bare) : new Parsed.None();
  }

  private static Parsed version6(String text) {
    int gap = text.indexOf("::");
    List<String> before = groups(gap < 0 ? text : text.substring(0, gap));
    List<String> after = groups(gap < 0 ? "" : text.substring(gap + 2));
    int zeros = GROUPS - before.size() - after.size();
    boolean sound =
        (gap < 0 ? zeros == 0 : zeros > 0)
            && before.stream().allMatch(IpLiteral::isGroup)
            && after.stream().allMatch(IpLiteral::isGroup);
    if (!sound) {
      return new Parsed.None();
    }
    ByteBuffer bytes = ByteBuffer.allocate(16);
    before.forEach(group -> bytes.putShort((short) Integer.parseInt(group, 16)));
    bytes.position(bytes.position() + 2 * zeros);
    after.forEach(group -> bytes.putShort((short) Integer.parseInt(group, 16)));
    return new Parsed.Address(bytes.flip());
  }

  private static List<String> groups(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(":", -1));
  }

  private static boolean isGroup(String text) {
    return !text.isEmpty() && text.length() <= 4;
  }
}
