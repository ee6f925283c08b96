package dev.wsdoctor.gateway.upstream;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The idle connections of one upstream, the latest first. Only the bookkeeping: the caller closes
/// what it is given to close, and tells when a connection has closed by itself. Used by one thread.
///
/// @param <C> a connection, compared by its identity or whatever `equals` says
public final class KeepalivePool<C> {
  /// A connection at the end of a request.
  ///
  /// @param address of its peer, as [Peer#address] gives it
  /// @param user what it may be used for again: the location where connections are kept locally,
  ///   and TLS settings, in any form that `equals` compares
  /// @param requests that it has carried
  public record Idle<C>(
      C connection, String address, Object user, int requests, Instant openedAt) {}

  private record Kept<C>(Idle<C> idle, Instant since) {}

  private final KeepaliveSettings settings;
  private final Deque<Kept<C>> kept = new ArrayDeque<>();

  public KeepalivePool(KeepaliveSettings settings) {
    this.settings = settings;
  }

  /// Takes the latest idle connection to that address out (`ngx_http_upstream_get_keepalive_peer`).
  public Optional<Idle<C>> take(String address, Object user) {
    return remove(i -> i.address().equals(address) && i.user().equals(user));
  }

  /// Keeps a connection whose request ended well; gives the connections to close, which may be this
  /// one or the one that has been idle longest (`ngx_http_upstream_free_keepalive_peer`).
  public List<C> keep(Idle<C> idle, Instant now) {
    boolean old = Duration.between(idle.openedAt(), now).compareTo(settings.time()) > 0;
    if (idle.requests() >= settings.requests() || old) {
      return List.of(idle.connection());
    }
    List<C> closing = new ArrayList<>(1);
    if (kept.size() >= settings.most()) {
      closing.add(kept.removeLast().idle().connection());
    }
    kept.addFirst(new Kept<>(idle, now));
    return closing;
  }

  /// Forgets a connection that its peer has closed, or that sent something without being asked.
  public void forget(C connection) {
    remove(i -> i.connection().equals(connection));
  }

  /// Takes out the connections that have been idle for keepalive_timeout, to be closed.
  public List<C> expire(Instant now) {
    List<C> expired = new ArrayList<>();
    while (!kept.isEmpty() && !now.isBefore(kept.getLast().since().plus(settings.timeout()))) {
      expired.add(kept.removeLast().idle().connection());
    }
    return expired;
  }

  /// Takes all out, to be closed: the gateway is ending.
  public List<C> clear() {
    List<C> all = kept.stream().map(k -> k.idle().connection()).toList();
    kept.clear();
    return all;
  }

  /// When the next connection expires; nothing when none is kept.
  public Optional<Instant> nextExpiry() {
    return Optional.ofNullable(kept.peekLast()).map(k -> k.since().plus(settings.timeout()));
  }

  public int size() {
    return kept.size();
  }

  private Optional<Idle<C>> remove(Predicate<Idle<C>> matches) {
    for (Iterator<Kept<C>> all = kept.iterator(); all.hasNext(); ) {
      Idle<C> idle = all.next().idle();
      if (matches.test(idle)) {
        all.remove();
        return Optional.of(idle);
      }
    }
    return Optional.empty();
  }
}
