package dev.wsdoctor.directive;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A release of nginx.
public record NginxVersion(int major, int minor, int patch) implements Comparable<NginxVersion> {
  /// Assumed when nobody says otherwise: the newest stable branch.
  public static final NginxVersion NEWEST_STABLE = new NginxVersion(1, 30, 4);

  private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})");

  /// The first `x.y.z` in the text, be it `1.22.1`, `nginx/1.22.1` or a line of `nginx -v`.
  public static Optional<NginxVersion> find(String text) {
    Matcher matcher = VERSION.matcher(text);
    if (!matcher.find()) {
      return Optional.empty();
    }
    return Optional.of(
        new NginxVersion(
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            Integer.parseInt(matcher.group(3))));
  }

  public boolean isAtLeast(int otherMajor, int otherMinor, int otherPatch) {
    return compareTo(otherMajor, otherMinor, otherPatch) >= 0;
  }

  @Override
  public int compareTo(NginxVersion other) {
    return compareTo(other.major, other.minor, other.patch);
  }

  private int compareTo(int otherMajor, int otherMinor, int otherPatch) {
    int first = major != otherMajor ? major - otherMajor : minor - otherMinor;
    return first != 0 ? first : patch - otherPatch;
  }

  /// Written out, because a record's own is put together when it is first called: 2 ms of every
  /// start, in which a version is the key of a map.
  @Override
  public int hashCode() {
    return (major * 31 + minor) * 31 + patch;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NginxVersion version && compareTo(version) == 0;
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
