package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.loop.Carriage;
import dev.wsdoctor.gateway.loop.Ending;
import dev.wsdoctor.gateway.loop.StreamChannel;
import dev.wsdoctor.nginx.Tunnel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A tunnel that has left its channels (decision 0044), and stays a connection of its generation
/// until it ends. May be used by many threads.
final class MovedTunnel implements Consumer<Ending> {
  private final Generation generation;
  private final Consumer<Ending> whenOver;

  /// Guarded by this.
  private @Nullable Carriage carried;

  /// @param whenOver called once, by the thread of the tunnel's loop
  MovedTunnel(Generation generation, Consumer<Ending> whenOver) {
    this.generation = generation;
    this.whenOver = whenOver;
  }

  synchronized void begin(StreamChannel client, StreamChannel upstream, Tunnel limits) {
    generation.moved(this);
    carried = StreamChannel.join(client, upstream, limits, this);
  }

  /// Ends it soon.
  synchronized void stop() {
    @Nullable Carriage current = carried;
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
