package dev.wsdoctor.app.format;

import dev.wsdoctor.conf.Patch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/// Patches as one unified diff.
public final class Diffs {
  private Diffs() {}

  /// Byte for byte, so that `patch` can apply it whatever the encoding of the file.
  public static byte[] exact(List<Patch> patches) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    joined(patches).codePoints().forEach(c -> out.writeBytes(bytes(c)));
    return out.toByteArray();
  }

  /// Coloured, harmless to the terminal and without secrets: this one is for reading.
  public static byte[] coloured(List<Patch> patches) {
    return new Page(true).diff("", Secrets.hide(joined(patches))).bytes();
  }

  /// In Unicode, for a JSON string.
  static String decoded(List<Patch> patches) {
    return ByteText.decode(joined(patches));
  }

  private static String joined(List<Patch> patches) {
    return patches.stream().map(Patch::diff).collect(Collectors.joining());
  }

  /// A char up to 255 is a byte of the file; anything above can only come from the file's name.
  private static byte[] bytes(int c) {
    return c <= 0xff
        ? new byte[] {(byte) c}
        : Character.toString(c).getBytes(StandardCharsets.UTF_8);
  }
}
