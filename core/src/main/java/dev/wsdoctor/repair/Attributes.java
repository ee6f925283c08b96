package dev.wsdoctor.repair;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;

/// What a file is beside its bytes: permission bits, numbers of its owner and its group, how many
/// names it has (hard links), and when it was last written.
record Attributes(int mode, int user, int group, int names, Instant modified) {
  /// Permissions with set-user-id, set-group-id and sticky; the rest of `st_mode` is the kind.
  private static final int PERMISSIONS = 07777;

  static Attributes of(Path file) throws IOException {
    Map<String, Object> found =
        Files.readAttributes(file, "unix:mode,uid,gid,nlink,lastModifiedTime");
    return new Attributes(
        (int) number(found, "mode") & PERMISSIONS,
        (int) number(found, "uid"),
        (int) number(found, "gid"),
        (int) number(found, "nlink"),
        modified(found));
  }

  private static long number(Map<String, Object> found, String name) {
    return found.get(name) instanceof Number number ? number.longValue() : 0;
  }

  private static Instant modified(Map<String, Object> found) {
    return found.get("lastModifiedTime") instanceof FileTime time
        ? time.toInstant()
        : Instant.EPOCH;
  }

  /// Gives a file this owner, group and mode; in this order, since chown(2) clears set-user-id.
  void giveTo(Path file) throws IOException {
    Attributes present = of(file);
    if (present.user != user) {
      Files.setAttribute(file, "unix:uid", user);
    }
    if (present.group != group) {
      Files.setAttribute(file, "unix:gid", group);
    }
    Files.setAttribute(file, "unix:mode", mode);
  }

  void restoreTime(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(modified));
  }
}
