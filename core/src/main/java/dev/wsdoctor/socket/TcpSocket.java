package dev.wsdoctor.socket;

import java.util.Optional;

/// One TCP connection or listener, as the kernel has it.
///
/// `inode` leads to the process that owns it; it is 0 when none does any more. `unread` are bytes
/// that the owner has not taken yet, for a listener the connections that wait; `unsent` are those
/// that the peer has not confirmed. `retransmits` counts the attempts since something was last
/// confirmed. `activity` is absent where the kernel was asked through /proc.
public record TcpSocket(
    End local,
    End remote,
    State state,
    Timer timer,
    int retransmits,
    long unread,
    long unsent,
    long inode,
    Optional<Activity> activity) {
  /// An address and a port; an IPv4 address that is written as an IPv6 one counts as IPv4.
  public record End(String address, int port) {
    @Override
    public String toString() {
      return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
    }
  }

  /// In the order of the kernel's numbers (tcp_states.h), from 1 on.
  public enum State {
    ESTABLISHED,
    SYN_SENT,
    SYN_RECEIVED,
    FIN_WAIT_1,
    FIN_WAIT_2,
    TIME_WAIT,
    CLOSE,
    CLOSE_WAIT,
    LAST_ACK,
    LISTEN,
    CLOSING,
    NEW_SYN_RECEIVED;

    /// As the kernel counts; [#CLOSE] for numbers that are newer than this list.
    static State of(int number) {
      State[] all = values();
      return number >= 1 && number <= all.length ? all[number - 1] : CLOSE;
    }
  }

  /// Which timer runs, in the order of the kernel's numbers (inet_diag.h), from 0 on.
  public enum Timer {
    NONE,
    RETRANSMIT,
    KEEPALIVE,
    TIME_WAIT,
    WINDOW_PROBE;

    /// As the kernel counts; [#NONE] for numbers that are newer than this list.
    static Timer of(int number) {
      Timer[] all = values();
      return number >= 0 && number < all.length ? all[number] : NONE;
    }
  }

  public boolean isEstablished() {
    return state == State.ESTABLISHED;
  }

  /// Whether the peer has stopped to confirm what was sent: three attempts take seconds, and a
  /// healthy peer needs one.
  public boolean seemsHalfOpen() {
    return unsent > 0 && retransmits >= 3;
  }
}
