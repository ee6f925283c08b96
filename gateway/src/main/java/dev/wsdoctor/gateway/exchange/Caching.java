package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.gateway.answer.PassedHead;
import dev.wsdoctor.gateway.cache.CacheSettings;
import dev.wsdoctor.gateway.cache.CacheZone;
import dev.wsdoctor.gateway.cache.StoredAnswer;
import dev.wsdoctor.gateway.exchange.CacheOpening.Opening;
import dev.wsdoctor.gateway.log.ClientMessages;
import dev.wsdoctor.nginx.Execution;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.UpstreamEnding;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A request whose answer may come from a cache, or go into one (`ngx_http_upstream_cache`): looks
/// for an answer before an upstream is asked. Used by the thread of the client's loop.
final class Caching {
  private final Recipient exchange;
  private final UpstreamFacts facts;
  private final CacheFacts known = new CacheFacts();
  private final CacheSettings settings;
  private final CacheEntry entry;
  private final Directive by;
  private final Function<UpstreamFacts, Execution> again;
  private Execution execution;
  private Outcome.Proxied proxied;
  private @Nullable Timer patience;
  private Optional<StoredAnswer> stale = Optional.empty();
  private String foundUnder;
  private boolean isOpen;
  private boolean holds;
  private boolean waits;

  private Caching(
      Recipient exchange,
      Execution execution,
      Outcome.Proxied proxied,
      UpstreamFacts facts,
      CacheSettings settings,
      CacheZone zone,
      Function<UpstreamFacts, Execution> again) {
    this.exchange = exchange;
    this.execution = execution;
    this.proxied = proxied;
    this.facts = facts;
    this.settings = settings;
    this.again = again;
    this.by = proxied.by();
    this.entry = CacheEntry.of(zone, settings, execution, proxied);
    this.foundUnder = entry.key();
  }

  /// If the scope has a cache, and the request is one for it.
  ///
  /// @param again makes the same decision for a request that only renews what is kept
  static Optional<Caching> of(
      Recipient exchange,
      Execution execution,
      Outcome.Proxied proxied,
      UpstreamFacts facts,
      Function<UpstreamFacts, Execution> again) {
    Optional<CacheSettings> settings = CacheSettings.IN_FORCE.in(proxied.scope());
    if (settings.isEmpty() || !execution.caches(proxied)) {
      return Optional.empty();
    }
    return exchange
        .site()
        .caches()
        .named(execution.text(settings.get().zone()))
        .map(zone -> new Caching(exchange, execution, proxied, facts, settings.get(), zone, again));
  }

  private long now() {
    return exchange.site().clock().instant().getEpochSecond();
  }

  /// Whether it belongs to that `proxy_pass`, which is come to once more.
  boolean isOf(Outcome.Proxied other) {
    return isOpen && by.equals(other.by());
  }

  /// It was decided once more.
  void decided(Execution anew, Outcome.Proxied to) {
    execution = anew;
    proxied = to;
  }

  Opening open() {
    if (isOpen) {
      return Opening.ASKS;
    }
    isOpen = true;
    facts.cache(Optional.of(known));
    if (CacheSettings.isAny(settings.bypass(), execution)) {
      known.status("BYPASS");
      return Opening.ASKS;
    }
    return look();
  }

  private Opening look() {
    CacheZone.Found found = entry.open(now());
    foundUnder = found.key();
    return switch (found) {
      case CacheZone.Found.Answer(String _, StoredAnswer answer, boolean isFresh, boolean _)
          when isFresh ->
          serve(answer, "HIT");
      case CacheZone.Found.Answer old -> old(old.answer(), old.isRenewing());
      case CacheZone.Found.Failure(String _, int status) -> {
        known.status("HIT");
        exchange.upstreamEnded(new UpstreamEnding.Status(status));
        yield Opening.DONE;
      }
      case CacheZone.Found.Nothing _ -> settings.lock().map(this::lock).orElseGet(this::asks);
      case CacheZone.Found.TooRare _ -> asksUncached();
    };
  }

  private Opening old(StoredAnswer answer, boolean isRenewing) {
    holds = !isRenewing;
    boolean may = settings.usesStale("updating") || answer.mayBeUpdating(now());
    if (may && isRenewing) {
      return serve(answer, "UPDATING");
    }
    if (may && settings.updatesInBackground()) {
      holds = false;
      stale = Optional.of(answer);
      Opening served = serve(answer, "STALE");
      renew(answer);
      return served;
    }
    known.status("EXPIRED");
    stale = Optional.of(answer);
    return asksForNewer(answer);
  }

  private Opening asksForNewer(StoredAnswer answer) {
    if (!settings.revalidates()) {
      return asks();
    }
    known.renewing(answer);
    return Opening.ASKS_ANEW;
  }

  /// `ngx_http_upstream_cache_background_update`
  private void renew(StoredAnswer answer) {
    UpstreamFacts own = new UpstreamFacts();
    CacheFacts renewing = new CacheFacts();
    renewing.status("EXPIRED");
    if (settings.revalidates()) {
      renewing.renewing(answer);
    }
    own.cache(Optional.of(renewing));
    Execution update = again.apply(own);
    if (update.decision().outcome() instanceof Outcome.Proxied to && by.equals(to.by())) {
      BackgroundUpdate recipient = new BackgroundUpdate(exchange);
      Caching caching = new Caching(recipient, update, to, own, settings, entry.zone(), again);
      caching.foundUnder = foundUnder;
      caching.stale = Optional.of(answer);
      caching.holds = true;
      caching.isOpen = true;
      new Proxying(caching.keeper(), update, to, new RequestUpload(false), own).connect();
    } else {
      entry.zone().unlock(foundUnder);
    }
  }

  private Opening asks() {
    return isBeyondOffset() ? asksUncached() : Opening.ASKS;
  }

  /// `ngx_http_upstream_cache_check_range`
  private boolean isBeyondOffset() {
    String range = execution.field("Range").orElse("");
    return settings.maxRangeOffset().isPresent()
        && range.matches("(?i)bytes= *[0-9]{1,18}.*")
        && Long.parseLong(range.substring(6).strip().split("[^0-9]", 2)[0])
            >= settings.maxRangeOffset().getAsLong();
  }

  /// The answer will not be kept, and the request goes on with all of its fields.
  private Opening asksUncached() {
    release();
    known.askUncached();
    return Opening.ASKS_ANEW;
  }

  private Opening lock(CacheSettings.Lock lock) {
    if (entry.zone().lock(foundUnder, lock, exchange.site().clock().millis())) {
      holds = true;
      return asks();
    }
    if (lock.timeout().isZero()) {
      return asksUncached();
    }
    waits = true;
    if (patience == null) {
      Timer timer = new Timer(exchange.channel().eventLoop(), this::lockTimedOut);
      timer.start(lock.timeout());
      patience = timer;
    }
    entry.zone().await(foundUnder, () -> exchange.channel().eventLoop().execute(this::unlocked));
    return Opening.DONE;
  }

  private void unlocked() {
    if (waits) {
      waits = false;
      if (look() != Opening.DONE) {
        goOn();
      }
    }
  }

  private void lockTimedOut() {
    if (waits) {
      waits = false;
      exchange.errors().say(ClientMessages.cacheLockTimedOut());
      known.askUncached();
      goOn();
    }
  }

  private void goOn() {
    endWaiting();
    exchange.again();
  }

  private void endWaiting() {
    if (patience != null) {
      patience.end();
    }
  }

  private Opening serve(StoredAnswer answer, String status) {
    endWaiting();
    known.status(status);
    facts.kept(answer.response());
    PassedHead passed = new PassedHead(execution, proxied);
    Optional<String> redirect = passed.redirect(answer.response());
    if (redirect.isPresent()) {
      exchange.upstreamEnded(new UpstreamEnding.Redirect(redirect.get()));
    } else {
      exchange.passKept(passed.of(answer.response()), answer.body());
    }
    return Opening.DONE;
  }

  /// What an old answer is given for, when a new one cannot be had.
  void serveOld(StoredAnswer answer, String status) {
    Opening _ = serve(answer, status);
  }

  /// Who takes the upstream's answer.
  CacheKeeper keeper() {
    return new CacheKeeper(exchange, this, entry.keeping(foundUnder), execution, proxied, facts);
  }

  /// Whether the answer is not to be kept.
  boolean isPassedBy() {
    return known.asksUncached();
  }

  CacheSettings settings() {
    return settings;
  }

  Optional<StoredAnswer> stale() {
    return stale;
  }

  /// Nobody asks for it any more.
  void release() {
    waits = false;
    endWaiting();
    if (holds) {
      holds = false;
      entry.zone().unlock(foundUnder);
    }
  }
}
