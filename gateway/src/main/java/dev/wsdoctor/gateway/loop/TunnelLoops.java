package dev.wsdoctor.gateway.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// As many loops as there are workers; each starts when the first tunnel comes for it. May be used
/// by many threads.
public final class TunnelLoops implements AutoCloseable {
  /// Names who carries tunnels: `netty`, or else whoever does it best.
  private static final String CARRIER = "gateway.tunnels";

  private final int most;

  /// Guarded by this.
  private final List<TunnelLoop> started = new ArrayList<>();

  /// Guarded by this.
  private int handedOut;

  /// Guarded by this: the system cannot have them, or they are no longer wanted.
  private boolean ended;

  /// @param most how many there are; with 0 nothing is ever carried here
  public TunnelLoops(int most) {
    this.most = System.getProperty(CARRIER, "").equals("netty") ? 0 : most;
    this.ended = this.most == 0;
  }

  /// Whether the system, and what the JVM was told, let us have them.
  public static boolean areHere() {
    try (TunnelLoops one = new TunnelLoops(1)) {
      return one.next().isPresent();
    }
  }

  /// The loop for the next tunnel; nothing where the system cannot have one.
  public synchronized Optional<TunnelLoop> next() {
    if (ended) {
      return Optional.empty();
    }
    if (started.size() < most) {
      Optional<TunnelLoop> another = TunnelLoop.start("tunnels-" + started.size());
      another.ifPresent(started::add);
      ended = started.isEmpty();
      return another;
    }
    return Optional.of(started.get(handedOut++ % most));
  }

  /// Ends all tunnels, and returns when that is done.
  @Override
  public void close() {
    List<TunnelLoop> all;
    synchronized (this) {
      ended = true;
      all = List.copyOf(started);
    }
    all.forEach(TunnelLoop::close);
  }
}
