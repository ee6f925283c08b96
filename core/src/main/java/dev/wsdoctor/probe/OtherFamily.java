package dev.wsdoctor.probe;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/// The same handshake over the other address family of a name: a client takes the one or the other,
/// and a forgotten AAAA record leads half of them elsewhere.
final class OtherFamily {
  private OtherFamily() {}

  /// The way to the first address of the family that `seen` did not try; none of an address, behind
  /// a proxy, which resolves names itself, or where a name has only one family.
  static Optional<Approach> of(Approach approach, Observation seen) {
    boolean direct = approach.way().proxy().isEmpty();
    return approach.target().endpoint() instanceof Endpoint.Tcp(String host, int port)
            && direct
            && !Dial.isLiteral(host)
            && !seen.attempts().isEmpty()
        ? address(host, seen).map(address -> dialling(approach, address, port))
        : Optional.empty();
  }

  private static Approach dialling(Approach approach, InetAddress address, int port) {
    return new Approach(
        approach.target().dialling(new Endpoint.Tcp(Dial.text(address), port)),
        approach.extra(),
        approach.limits(),
        approach.way());
  }

  private static Optional<InetAddress> address(String host, Observation seen) {
    boolean triedSix = seen.attempts().stream().anyMatch(one -> one.address().startsWith("["));
    boolean triedFour = seen.attempts().stream().anyMatch(one -> !one.address().startsWith("["));
    if (triedSix && triedFour) {
      return Optional.empty();
    }
    try {
      return Arrays.stream(InetAddress.getAllByName(host))
          .filter(address -> address instanceof Inet6Address != triedSix)
          .findFirst();
    } catch (UnknownHostException _) {
      return Optional.empty();
    }
  }
}
