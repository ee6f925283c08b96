package dev.wsdoctor.app.format;

import dev.wsdoctor.conf.Patch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/// Patches as one unified diff.
public final class Diffs {
  private Diffs() {}

  /// Byte for byte, so that `patch` can apply it whatever the encoding of the file, to files that
  /// are called from the folder: `patch` refuses a path from the root.
  public static byte[] exact(List<Patch> patches, Folder folder) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    joined(patches, folder).codePoints().forEach(c -> out.writeBytes(bytes(c)));
    return out.toByteArray();
  }

  /// Coloured, harmless to the terminal and without secrets: this one is for reading.
  public static byte[] coloured(List<Patch> patches, Folder folder) {
    return new Page(true).diff("", Secrets.hide(joined(patches, folder))).bytes();
  }

  /// In Unicode, for a JSON string.
  static String decoded(List<Patch> patches) {
    return ByteText.decode(joined(patches, new Folder("")));
  }

  private static String joined(List<Patch> patches, Folder folder) {
    return patches.stream().map(patch -> named(patch, folder)).collect(Collectors.joining());
  }

  /// Its first two lines are `--- FILE` and `+++ FILE`.
  private static String named(Patch patch, Folder folder) {
    String diff = patch.diff();
    String name = patch.before().name();
    String near = folder.nameInBytes(name);
    String heads = "--- %s\n+++ %s\n";
    return diff.isEmpty()
        ? ""
        : heads.formatted(near, near) + diff.substring(heads.formatted(name, name).length());
  }

  /// A char up to 255 is a byte of the file; anything above can only come from the file's name.
  private static byte[] bytes(int c) {
    return c <= 0xff
        ? new byte[] {(byte) c}
        : Character.toString(c).getBytes(StandardCharsets.UTF_8);
  }
}
