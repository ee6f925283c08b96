package dev.wsdoctor.socket;

import java.util.List;
import java.util.Optional;

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
  public record Listing(List<TcpSocket> sockets, Source source) {
    public Listing {
      sockets = List.copyOf(sockets);
    }
  }

  private Kernel() {}

  /// Asks by netlink where that is possible, else by /proc; empty on a system that has neither.
  public static Listing sockets() {
    Optional<List<TcpSocket>> fast = Netlink.sockets();
    return fast.isPresent()
        ? new Listing(fast.get(), Source.NETLINK)
        : new Listing(ProcTable.sockets(), Source.PROC);
  }
}
