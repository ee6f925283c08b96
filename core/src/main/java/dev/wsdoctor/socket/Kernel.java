package dev.wsdoctor.socket;

import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/// Lists the TCP sockets of this network namespace.
public final class Kernel {
  /// How the kernel was asked.
  public enum Source {
    /// sock_diag(7); knows the times of the last bytes.
    NETLINK,
    /// `/proc/net/tcp`; does not know them.
    PROC
  }

  /// The sockets, and how they were found.
  record Listing(List<TcpSocket> sockets, Source source) {}

  private Kernel() {}

  /// The listening ones, and the established ones whose inode is `wanted` and that are not
  /// excluded. Asks by netlink where that is possible, else by /proc; empty on a system that has
  /// neither.
  static Listing sockets(LongPredicate wanted, Exclusion without) {
    Optional<List<TcpSocket>> fast = Netlink.sockets(wanted, without);
    if (fast.isPresent()) {
      return new Listing(fast.get(), Source.NETLINK);
    }
    List<TcpSocket> slow =
        ProcTable.sockets().stream()
            .filter(
                one ->
                    (one.isEstablished() && wanted.test(one.inode()))
                        || one.state() == TcpSocket.State.LISTEN)
            .toList();
    return new Listing(slow, Source.PROC);
  }
}
