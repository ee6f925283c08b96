package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.nginx.Execution;
import dev.wsdoctor.nginx.Outcome;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The way of a request to upstreams through the caches that are in force, one `proxy_pass` after
/// another. Used by one thread.
final class CacheOpening {
  /// What is to be done.
  enum Opening {
    /// The upstream is asked, as it was decided.
    ASKS,
    /// It is to be decided once more, and then the upstream asked.
    ASKS_ANEW,
    /// Nothing more: an answer is given, or will be.
    DONE
  }

  private final Recipient exchange;
  private final UpstreamFacts facts;
  private final Function<UpstreamFacts, Execution> update;
  private @Nullable Caching caching;

  /// @param update makes the same decision for a request that only renews what is kept
  CacheOpening(Recipient exchange, UpstreamFacts facts, Function<UpstreamFacts, Execution> update) {
    this.exchange = exchange;
    this.facts = facts;
    this.update = update;
  }

  Opening open(Execution execution, Outcome.Proxied proxied) {
    Caching known = caching;
    if (known != null && known.isOf(proxied)) {
      known.decided(execution, proxied);
      return Opening.ASKS;
    }
    Optional<Caching> begun = Caching.of(exchange, execution, proxied, facts, update);
    if (begun.isEmpty()) {
      return Opening.ASKS;
    }
    caching = begun.get();
    return begun.get().open();
  }

  /// Who takes the upstream's answer.
  Recipient recipient() {
    Caching known = caching;
    return known == null || known.isPassedBy() ? exchange : known.keeper();
  }

  boolean isCaching() {
    return caching != null && !caching.isPassedBy();
  }

  /// No answer will be kept any more.
  void end() {
    if (caching != null) {
      caching.release();
      caching = null;
    }
  }
}
