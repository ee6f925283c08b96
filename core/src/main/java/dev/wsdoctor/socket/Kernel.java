package dev.wsdoctor.socket;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
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

  /// The sockets, how many more there are that nobody wanted, and how they were found.
  record Listing(List<TcpSocket> sockets, int skipped, Source source) {}

  private Kernel() {}

  /// The listening and the established ones whose inode is `wanted`. Asks by netlink where that is
  /// possible, else by /proc; empty on a system that has neither.
  static Listing sockets(LongPredicate wanted) {
    LongAdder skipped = new LongAdder();
    LongPredicate counting =
        inode -> {
          boolean takes = wanted.test(inode);
          if (!takes) {
            skipped.increment();
          }
          return takes;
        };
    Optional<List<TcpSocket>> fast = Netlink.sockets(counting);
    if (fast.isPresent()) {
      return new Listing(fast.get(), skipped.intValue(), Source.NETLINK);
    }
    skipped.reset();
    List<TcpSocket> slow =
        ProcTable.sockets().stream()
            .filter(one -> one.isEstablished() || one.state() == TcpSocket.State.LISTEN)
            .filter(one -> counting.test(one.inode()))
            .toList();
    return new Listing(slow, skipped.intValue(), Source.PROC);
  }
}
