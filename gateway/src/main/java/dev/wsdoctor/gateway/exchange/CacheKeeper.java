package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.answer.CacheableHead;
import dev.wsdoctor.gateway.answer.Head;
import dev.wsdoctor.gateway.answer.PassedHead;
import dev.wsdoctor.gateway.cache.CacheSettings;
import dev.wsdoctor.gateway.cache.Keeping;
import dev.wsdoctor.gateway.cache.StoredAnswer;
import dev.wsdoctor.gateway.upstream.Failure;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.nginx.Execution;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.UpstreamEnding;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Stands between an upstream and whoever asks it, and keeps what may be kept
/// (`ngx_http_upstream_send_response`). Used by one thread.
final class CacheKeeper implements Recipient {
  private static final int NOT_MODIFIED = 304;
  private static final int PRECONDITION_FAILED = 412;
  private static final Set<Integer> KEPT_FAILURES = Set.of(502, 504);

  private final Recipient exchange;
  private final Caching caching;
  private final Keeping keeping;
  private final Execution execution;
  private final Outcome.Proxied proxied;
  private final UpstreamFacts facts;
  private Optional<Response> response = Optional.empty();
  private Optional<StoredAnswer> instead = Optional.empty();
  private Optional<CacheableHead.Window> window = Optional.empty();
  private String insteadStatus = "STALE";
  private boolean keeps;
  private boolean hasBody;
  private boolean isIntercepted;
  private boolean failsConditions;
  private long passed;

  CacheKeeper(
      Recipient exchange,
      Caching caching,
      Keeping keeping,
      Execution execution,
      Outcome.Proxied proxied,
      UpstreamFacts facts) {
    this.exchange = exchange;
    this.caching = caching;
    this.keeping = keeping;
    this.execution = execution;
    this.proxied = proxied;
    this.facts = facts;
    this.hasBody = exchange.hasBody();
  }

  private long now() {
    return exchange.site().clock().instant().getEpochSecond();
  }

  private boolean isOrdered() {
    return !site().nginx().version().isAtLeast(1, 23, 0);
  }

  /// `ngx_http_upstream_test_next`
  @Override
  public boolean replaces(Response answer) {
    response = Optional.of(answer);
    CacheSettings settings = caching.settings();
    Optional<StoredAnswer> old = caching.stale();
    boolean holds = answer.status() == NOT_MODIFIED && settings.revalidates();
    boolean fails = Failure.ofStatus(answer.status()).filter(this::usesStale).isPresent();
    isIntercepted = execution.intercepts(answer.status());
    if (old.isEmpty() || (!holds && !fails)) {
      return failsConditions(answer);
    }
    instead = holds ? Optional.of(keeping.renew(old.get(), answer, now(), isOrdered())) : old;
    insteadStatus = holds ? "REVALIDATED" : "STALE";
    return true;
  }

  /// Of those only that can end in 412, which is a page.
  private boolean failsConditions(Response answer) {
    boolean asked =
        execution.field("If-Match").isPresent()
            || execution.field("If-Unmodified-Since").isPresent();
    if (!asked || !keeping.allows(answer, now(), isOrdered())) {
      return false;
    }
    Head head = new PassedHead(execution, proxied).of(answer);
    failsConditions = new CacheableHead(execution, head).judge() == PRECONDITION_FAILED;
    return failsConditions;
  }

  private boolean usesStale(Failure failure) {
    return caching.settings().usesStale(failure.name().toLowerCase(Locale.ROOT));
  }

  /// What an old answer itself allows counts only where there is no new one at all.
  private Optional<StoredAnswer> insteadOfNothing() {
    Failure failure = facts.failure().orElse(Failure.ERROR);
    return caching.stale().filter(old -> usesStale(failure) || old.mayReplaceError(now()));
  }

  @Override
  public void upstreamEnded(UpstreamEnding ending) {
    Optional<StoredAnswer> old = instead;
    if (old.isEmpty() && response.isEmpty()) {
      old = insteadOfNothing();
    }
    if (old.isPresent()) {
      caching.release();
      caching.serveOld(old.get(), insteadStatus);
      return;
    }
    if (ending instanceof UpstreamEnding.Status(int status)
        && (response.isEmpty() ? KEPT_FAILURES.contains(status) : isIntercepted)
        && (response.isEmpty() || keeping.allows(response.get(), now(), isOrdered()))) {
      keeping.fail(status, now());
    }
    caching.release();
    exchange.upstreamEnded(
        failsConditions ? new UpstreamEnding.Status(PRECONDITION_FAILED) : ending);
  }

  @Override
  public void passHead(Head head) {
    Optional<Response> answer = response;
    boolean allowed = answer.isPresent() && keeping.allows(answer.get(), now(), isOrdered());
    if (allowed) {
      judge(head);
    }
    exchange.passHead(head);
    boolean buffers =
        answer
            .flatMap(a -> new PassedHead(execution, proxied).buffers(a))
            .orElseGet(() -> Settings.PROXY_BUFFERING.in(proxied.scope()));
    keeps =
        allowed
            && buffers
            && keeping.isKept()
            && !CacheSettings.isAny(caching.settings().noCache(), execution);
    if (!keeps) {
      keeping.drop();
      caching.release();
    }
  }

  /// Answers conditions and ranges.
  private void judge(Head head) {
    CacheableHead cacheable = new CacheableHead(execution, head);
    int status = cacheable.judge();
    hasBody &= status != NOT_MODIFIED;
    head.lastly(_ -> window = cacheable.window());
  }

  @Override
  public boolean hasBody() {
    return keeps || hasBody;
  }

  @Override
  public void passBody(ByteBuf piece) {
    if (keeps) {
      keeping.add(ByteBufUtil.getBytes(piece));
    }
    long before = passed;
    passed += piece.readableBytes();
    if (!hasBody) {
      piece.release();
      return;
    }
    exchange.passBody(window.map(w -> within(w, before, piece)).orElse(piece));
  }

  private static ByteBuf within(CacheableHead.Window window, long before, ByteBuf piece) {
    int length = piece.readableBytes();
    int start = Math.clamp(window.start() - before, 0, length);
    int end = Math.clamp(window.end() - before, start, length);
    ByteBuf part = piece.retainedSlice(piece.readerIndex() + start, end - start);
    piece.release();
    return part;
  }

  @Override
  public boolean takesMore() {
    return exchange.takesMore();
  }

  @Override
  public void passed() {
    if (keeps) {
      keeping.complete(now());
    }
    caching.release();
    exchange.passed();
  }

  @Override
  public void broken(boolean sends) {
    caching.release();
    exchange.broken(sends);
  }

  @Override
  public void passHeadless() {
    caching.release();
    exchange.passHeadless();
  }

  @Override
  public void upgraded(Head head) {
    caching.release();
    exchange.upgraded(head);
  }

  @Override
  public void passKept(Head head, ByteBuffer body) {
    exchange.passKept(head, body);
  }

  @Override
  public Channel channel() {
    return exchange.channel();
  }

  @Override
  public byte[] clientAddress() {
    return exchange.clientAddress();
  }

  @Override
  public Downstream downstream() {
    return exchange.downstream();
  }

  @Override
  public Site site() {
    return exchange.site();
  }

  @Override
  public ErrorReport errors() {
    return exchange.errors();
  }

  @Override
  public void again() {
    exchange.again();
  }

  @Override
  public ByteBuf tunnelInput() {
    return exchange.tunnelInput();
  }

  @Override
  public void tunnelEnded() {
    exchange.tunnelEnded();
  }

  @Override
  public MovedTunnel tunnelMoves() {
    return exchange.tunnelMoves();
  }

  @Override
  public void resume() {
    exchange.resume();
  }
}
