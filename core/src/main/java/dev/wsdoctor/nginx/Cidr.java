package dev.wsdoctor.nginx;

import java.util.Optional;

/// A network: an address and the length of its prefix in bits.
record Cidr(IpAddress network, int length) {
  /// Reads `10.0.0.0/8`, or an address alone.
  static Optional<Cidr> parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    return IpAddress.parse(address)
        .flatMap(network -> of(network, slash < 0 ? "" : text.substring(slash + 1)));
  }

  private static Optional<Cidr> of(IpAddress network, String length) {
    int bits = network.v6() ? 128 : 32;
    if (length.isEmpty()) {
      return Optional.of(new Cidr(network, bits));
    }
    if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > bits) {
      return Optional.empty();
    }
    return Optional.of(new Cidr(network, Integer.parseInt(length)));
  }

  boolean contains(IpAddress address) {
    IpAddress other = network.v6() ? address : address.unmapped();
    if (network.v6() != other.v6()) {
      return false;
    }
    if (!network.v6()) {
      return same(network.low(), other.low(), length + 32);
    }
    return same(network.high(), other.high(), Math.min(length, 64))
        && same(network.low(), other.low(), Math.max(length - 64, 0));
  }

  private static boolean same(long a, long b, int leadingBits) {
    return leadingBits == 0 || (a ^ b) >>> (64 - leadingBits) == 0;
  }
}
