package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.loop.Ending;
import dev.wsdoctor.gateway.loop.TunnelLoop;
import dev.wsdoctor.gateway.loop.Upgraded;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A tunnel that has left its channels (decision 0044), and stays a connection of its generation
/// until it ends. May be used by many threads.
final class MovedTunnel implements Consumer<Ending> {
  private final Generation generation;
  private final Consumer<Ending> whenOver;

  /// Guarded by this.
  private TunnelLoop.@Nullable Carried carried;

  /// @param whenOver called once, by the thread of the tunnel's loop
  MovedTunnel(Generation generation, Consumer<Ending> whenOver) {
    this.generation = generation;
    this.whenOver = whenOver;
  }

  synchronized void begin(TunnelLoop loop, Upgraded upgraded) {
    generation.moved(this);
    carried = loop.carry(upgraded);
  }

  /// Ends it soon.
  synchronized void stop() {
    TunnelLoop.Carried current = carried;
    if (current != null) {
      current.stop();
    }
  }

  @Override
  public void accept(Ending ending) {
    try {
      whenOver.accept(ending);
    } finally {
      generation.over(this);
    }
  }
}
