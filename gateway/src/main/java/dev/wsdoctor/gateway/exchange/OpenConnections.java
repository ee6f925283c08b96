package dev.wsdoctor.gateway.exchange;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Counts connections, whoever carries them. May be used by many threads.
final class OpenConnections {
  /// Guarded by this, as `none` is.
  private int count;

  private CompletableFuture<Void> none = CompletableFuture.completedFuture(null);

  synchronized void began() {
    if (count++ == 0) {
      none = new CompletableFuture<>();
    }
  }

  void ended() {
    last().complete(null);
  }

  private synchronized CompletableFuture<Void> last() {
    return --count == 0 ? none : new CompletableFuture<>();
  }

  synchronized int count() {
    return count;
  }

  /// Completes when those that are open now, and what came meanwhile, have ended.
  synchronized CompletionStage<Void> none() {
    return none;
  }
}
