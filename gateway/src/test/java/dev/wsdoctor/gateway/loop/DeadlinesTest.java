package dev.wsdoctor.gateway.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.nginx.Tunnel;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.lang.foreign.Arena;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
  private static final long MILLI = 1_000_000;

  private static final Tunnels TUNNELS = new Tunnels(SocketLoop.open(new HereAndNow()));

  private final Deadlines deadlines = new Deadlines();

  /// Whose tasks are done by whoever brings them.
  private static final class HereAndNow implements ThreadAwareExecutor {
    @Override
    public boolean isExecutorThread(Thread thread) {
      return true;
    }

    @Override
    public void execute(Runnable task) {
      task.run();
    }
  }

  private static Carriage carriage(long readMillis) {
    Tunnel.Limit<Duration> read = limit(Duration.ofMillis(readMillis));
    Tunnel.Limit<Duration> other = limit(Duration.ofMinutes(1));
    Tunnel limits = new Tunnel(read, other, other, other, limit(4096));
    SocketStream nowhere = new PlainStream(new SystemCalls(Arena.ofAuto()), -1);
    StreamChannel.Surrendered socket = new StreamChannel.Surrendered(nowhere, -1, false, false);
    return new Carriage(new Upgraded(socket, socket, limits, _ -> {}), TUNNELS);
  }

  private static <T> Tunnel.Limit<T> limit(T value) {
    return new Tunnel.Limit<>(value, Optional.empty());
  }

  @Test
  void theFirstToBeCutComesFirst() {
    Carriage late = carriage(200);
    Carriage early = carriage(100);
    deadlines.settle(late);
    deadlines.settle(early);
    assertThat(deadlines.untilNext(0)).isEqualTo(100);
    assertThat(deadlines.nextLate(99 * MILLI)).isEmpty();
    assertThat(deadlines.nextLate(100 * MILLI)).contains(early);
    assertThat(deadlines.nextLate(100 * MILLI)).isEmpty();
    assertThat(deadlines.nextLate(200 * MILLI)).contains(late);
    assertThat(deadlines.untilNext(0)).isEqualTo(-1);
  }

  @Test
  void oneThatMovedIsQueuedAnew() {
    Carriage moved = carriage(100);
    deadlines.settle(moved);
    moved.lastEvent = 50 * MILLI;
    assertThat(deadlines.nextLate(100 * MILLI)).isEmpty();
    assertThat(deadlines.nextLate(150 * MILLI)).contains(moved);
  }

  @Test
  void manyThatEndedAreLetGoOfBeforeTheirTime() {
    deadlines.settle(carriage(1));
    List<WeakReference<Carriage>> ended = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      Carriage one = carriage(3_600_000);
      deadlines.settle(one);
      one.isOver = true;
      deadlines.forget(one);
      ended.add(new WeakReference<>(one));
    }
    System.gc();
    assertThat(ended.stream().filter(one -> one.get() != null).count()).isLessThan(200);
    assertThat(deadlines.nextLate(MILLI)).isPresent();
    assertThat(deadlines.nextLate(7_200_000 * MILLI)).isEmpty();
  }
}
