package dev.wsdoctor.nginx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// An IP literal as bits: of IPv4 the low 32, of IPv6 all 128.
record IpAddress(boolean v6, long high, long low) {
  private static final int GROUPS = 8;

  /// Reads `192.0.2.1`, `2001:db8::1`, `::ffff:192.0.2.1` or any of them in brackets.
  static Optional<IpAddress> parse(String text) {
    if (text.startsWith("[") && text.endsWith("]")) {
      return parse6(text.substring(1, text.length() - 1));
    }
    return text.indexOf(':') >= 0 ? parse6(text) : parse4(text);
  }

  private static Optional<IpAddress> parse4(String text) {
    long bits = 0;
    int octet = -1;
    int dots = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' && octet >= 0) {
        bits = bits << 8 | octet;
        octet = -1;
        dots++;
      } else if (c >= '0' && c <= '9') {
        octet = Math.max(octet, 0) * 10 + c - '0';
      } else {
        return Optional.empty();
      }
      if (octet > 255) {
        return Optional.empty();
      }
    }
    return dots == 3 && octet >= 0
        ? Optional.of(new IpAddress(false, 0, bits << 8 | octet))
        : Optional.empty();
  }

  private static Optional<IpAddress> parse6(String text) {
    int gap = text.indexOf("::");
    Optional<List<Integer>> head = groups(gap < 0 ? text : text.substring(0, gap));
    Optional<List<Integer>> tail = groups(gap < 0 ? "" : text.substring(gap + 2));
    if (head.isEmpty() || tail.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> all = new ArrayList<>(head.get());
    int missing = 8 - all.size() - tail.get().size();
    if (gap < 0 ? missing != 0 : missing < 1) {
      return Optional.empty();
    }
    for (int i = 0; i < missing; i++) {
      all.add(0);
    }
    all.addAll(tail.get());
    return Optional.of(new IpAddress(true, bits(all.subList(0, 4)), bits(all.subList(4, 8))));
  }

  private static Optional<List<Integer>> groups(String text) {
    List<Integer> groups = new ArrayList<>();
    if (text.isEmpty()) {
      return Optional.of(groups);
    }
    for (String group : text.split(":", -1)) {
      Optional<IpAddress> embedded = group.indexOf('.') >= 0 ? parse4(group) : Optional.empty();
      if (embedded.isPresent()) {
        groups.add((int) (embedded.get().low >>> 16));
        groups.add((int) (embedded.get().low & 0xffff));
      } else if (group.matches("[0-9a-fA-F]{1,4}")) {
        groups.add(Integer.parseInt(group, 16));
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(groups);
  }

  private static long bits(List<Integer> groups) {
    return groups.stream().mapToLong(Integer::longValue).reduce(0, (bits, g) -> bits << 16 | g);
  }

  /// The shortest spelling of an IPv6 address (RFC 5952, 4): of zeros, the first of the longest
  /// runs is left out, where it is longer than one group.
  String text6() {
    String[] groups = new String[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      long half = i < GROUPS / 2 ? high : low;
      groups[i] = Long.toHexString(half >>> (48 - 16 * (i % 4)) & 0xffff);
    }
    int start = 0;
    int end = 1;
    for (int i = 0; i < GROUPS; i++) {
      int after = i;
      while (after < GROUPS && groups[after].equals("0")) {
        after++;
      }
      if (after - i > end - start) {
        start = i;
        end = after;
      }
    }
    return end - start < 2
        ? String.join(":", groups)
        : String.join(":", Arrays.asList(groups).subList(0, start))
            + "::"
            + String.join(":", Arrays.asList(groups).subList(end, GROUPS));
  }

  /// As nginx compares it with IPv4 rules: `::ffff:192.0.2.1` is `192.0.2.1`.
  IpAddress unmapped() {
    boolean mapped = v6 && high == 0 && low >>> 32 == 0xffff;
    return mapped ? new IpAddress(false, 0, low & 0xffff_ffffL) : this;
  }

  boolean isAny() {
    return high == 0 && low == 0;
  }

  int compareUnsigned(IpAddress other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }
}
