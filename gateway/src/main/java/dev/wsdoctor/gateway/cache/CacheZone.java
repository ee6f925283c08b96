package dev.wsdoctor.gateway.cache;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The answers of one `keys_zone`, in memory, the one used last kept longest
/// (`ngx_http_file_cache_t`). May be used by many threads.
public final class CacheZone {
  /// What a zone of nginx spends on one key.
  private static final int BYTES_PER_KEY = 128;

  /// What is known of one key. Guarded by the zone.
  private static final class Node {
    private int uses;
    private long expires;
    private Optional<StoredAnswer> answer = Optional.empty();
    private int error;
    private long errorUntil;
    private boolean updating;
    private long lockedUntil;
    private List<Runnable> waiting = new ArrayList<>();
  }

  /// What is found for a request.
  public sealed interface Found {
    /// The key that it was found under, which is another one for another variant.
    String key();

    /// One that is kept.
    ///
    /// @param isRenewing whether somebody else is asking for a newer one; if not, whoever has found
    ///   it has to
    record Answer(String key, StoredAnswer answer, boolean isFresh, boolean isRenewing)
        implements Found {}

    /// The upstream's failure is what is kept.
    record Failure(String key, int status) implements Found {}

    record Nothing(String key) implements Found {}

    /// It was not asked for often enough to be kept (`proxy_cache_min_uses`).
    record TooRare(String key) implements Found {}
  }

  private final CacheBounds bounds;

  /// Those that were used last stand last. Guarded by this, as is all else.
  private final Map<String, Node> nodes = new LinkedHashMap<>(16, 0.75f, true);

  private long bytes;

  CacheZone(CacheBounds bounds) {
    this.bounds = bounds;
  }

  /// Looks for an answer.
  ///
  /// @param variantOf the key of the request's variant, given the fields that an answer depends on
  /// @param now in seconds
  public synchronized Found open(
      String key, UnaryOperator<String> variantOf, int minUses, long now) {
    forgetUnused(now);
    Found found = look(key, minUses, now);
    if (found instanceof Found.Answer(String _, StoredAnswer answer, boolean _, boolean _)
        && answer.vary().isPresent()) {
      String variant = variantOf.apply(answer.vary().get());
      return variant.equals(answer.variant())
          ? renewing(found)
          : renewing(look(variant, minUses, now));
    }
    return renewing(found);
  }

  private Found look(String key, int minUses, long now) {
    Node node = nodes.get(key);
    boolean isNew = node == null;
    if (node == null) {
      node = add(key);
    }
    node.uses++;
    node.expires = now + bounds.inactive().toSeconds();
    if (node.error != 0 && node.errorUntil >= now) {
      return new Found.Failure(key, node.error);
    }
    boolean renewed = node.error != 0;
    node.error = 0;
    if (node.answer.isPresent()) {
      StoredAnswer answer = node.answer.get();
      return new Found.Answer(key, answer, answer.isFresh(now), node.updating);
    }
    boolean isRare = (isNew || renewed) ? minUses > 1 : node.uses < minUses;
    return isRare ? new Found.TooRare(key) : new Found.Nothing(key);
  }

  private Found renewing(Found found) {
    if (found
            instanceof Found.Answer(String key, StoredAnswer _, boolean isFresh, boolean isRenewing)
        && !isFresh
        && !isRenewing) {
      node(key).updating = true;
    }
    return found;
  }

  private Node node(String key) {
    Node known = nodes.get(key);
    return known == null ? add(key) : known;
  }

  private Node add(String key) {
    Node node = new Node();
    nodes.put(key, node);
    shrink();
    return node;
  }

  private void forgetUnused(long now) {
    Iterator<Node> oldest = nodes.values().iterator();
    while (oldest.hasNext()) {
      Node node = oldest.next();
      if (node.expires >= now || node.updating) {
        return;
      }
      bytes -= size(node);
      oldest.remove();
    }
  }

  private void shrink() {
    Iterator<Node> oldest = nodes.values().iterator();
    while (oldest.hasNext() && isTooLarge()) {
      Node node = oldest.next();
      if (!node.updating) {
        bytes -= size(node);
        oldest.remove();
      }
    }
  }

  private boolean isTooLarge() {
    return nodes.size() > Math.max(1, bounds.keys() / BYTES_PER_KEY) || bytes > bounds.bytes();
  }

  private void stay(Node node, long now) {
    node.expires = Math.max(node.expires, now + bounds.inactive().toSeconds());
  }

  private static long size(Node node) {
    return node.answer.map(StoredAnswer::size).orElse(0L);
  }

  /// Takes it on to ask for what is missing, unless somebody else has (`proxy_cache_lock`).
  ///
  /// @param millis the time now
  public synchronized boolean lock(String key, CacheSettings.Lock lock, long millis) {
    Node node = node(key);
    if (node.updating && node.lockedUntil > millis) {
      return false;
    }
    node.updating = true;
    node.lockedUntil = millis + lock.age().toMillis();
    return true;
  }

  /// Calls when whoever has the lock has ended, by whatever thread.
  public synchronized void await(String key, Runnable whenUnlocked) {
    node(key).waiting.add(whenUnlocked);
  }

  /// Nobody asks for it any more.
  public void unlock(String key) {
    List<Runnable> woken;
    synchronized (this) {
      Node node = nodes.get(key);
      if (node == null) {
        return;
      }
      node.updating = false;
      woken = node.waiting;
      node.waiting = new ArrayList<>();
    }
    woken.forEach(Runnable::run);
  }

  /// Keeps an answer, unless it is larger than all that may be kept.
  public synchronized void keep(String key, StoredAnswer answer, long now) {
    Node node = node(key);
    stay(node, now);
    bytes -= size(node);
    node.answer = answer.size() > bounds.bytes() ? Optional.empty() : Optional.of(answer);
    node.error = 0;
    bytes += size(node);
    shrink();
  }

  /// Keeps that the upstream fails.
  ///
  /// @param until in seconds
  public synchronized void keepFailure(String key, int status, long until, long now) {
    Node node = node(key);
    stay(node, now);
    node.error = status;
    node.errorUntil = until;
  }
}
