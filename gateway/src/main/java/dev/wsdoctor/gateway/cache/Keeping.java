package dev.wsdoctor.gateway.cache;

import dev.wsdoctor.http.Response;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// An answer on its way into a zone. Used by one thread.
public final class Keeping {
  private final CacheZone zone;
  private final CacheSettings settings;
  private final String key;
  private final String foundUnder;
  private final UnaryOperator<String> variantOf;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private Optional<StoredAnswer> head = Optional.empty();

  /// @param foundUnder the key of the request's variant, as far as it was known
  public Keeping(
      CacheZone zone,
      CacheSettings settings,
      String key,
      String foundUnder,
      UnaryOperator<String> variantOf) {
    this.zone = zone;
    this.settings = settings;
    this.key = key;
    this.foundUnder = foundUnder;
    this.variantOf = variantOf;
  }

  /// The head of the answer has come; whether the upstream lets it be kept, be it only by not
  /// forbidding it.
  ///
  /// @param now in seconds
  /// @param ordered whether the order of its lines counts, as it did until nginx 1.22
  public boolean allows(Response response, long now, boolean ordered) {
    Freshness freshness = Freshness.of(response, settings, now, ordered);
    long written = freshness.validUntil();
    long configured = settings.lifetime(response.status());
    long until = written != 0 || configured == 0 ? written : now + configured;
    if (!freshness.allows()) {
      head = Optional.empty();
      return false;
    }
    String variant = freshness.vary().map(variantOf).orElse("");
    head =
        until == 0
            ? Optional.empty()
            : Optional.of(
                new StoredAnswer(
                    response,
                    ByteBuffer.allocate(0),
                    until,
                    freshness.whileUpdating(),
                    freshness.insteadOfError(),
                    freshness.vary(),
                    variant));
    return true;
  }

  /// Whether it is known for how long the answer is good.
  public boolean isKept() {
    return head.isPresent();
  }

  /// Nothing of it is kept.
  public void drop() {
    head = Optional.empty();
    body.reset();
  }

  public void add(byte[] bytes) {
    body.writeBytes(bytes);
    if (body.size() > CacheBounds.mostBytes()) {
      drop();
    }
  }

  /// The answer is whole.
  public void complete(long now) {
    head.ifPresent(answer -> zone.keep(place(answer), answer.with(body.toByteArray()), now));
  }

  /// A variant goes where it was looked for, if the fields that it depends on are the same.
  private String place(StoredAnswer answer) {
    return answer.variant().equals(foundUnder) ? foundUnder : key;
  }

  /// The upstream says that what is kept still holds, and for how long, if it says that.
  public StoredAnswer renew(StoredAnswer kept, Response notModified, long now, boolean ordered) {
    Freshness said = Freshness.of(notModified, settings, now, ordered);
    Freshness before = Freshness.of(kept.response(), settings, now, ordered);
    Freshness counted = said.validUntil() != 0 ? said : before;
    long configured = settings.lifetime(kept.response().status());
    long until =
        counted.validUntil() != 0 || configured == 0 ? counted.validUntil() : now + configured;
    if (until == 0) {
      return kept;
    }
    StoredAnswer renewed = kept.renewed(until, counted.whileUpdating(), counted.insteadOfError());
    zone.keep(foundUnder, renewed, now);
    return renewed;
  }

  /// That the upstream fails is kept, too, where it is said for how long (`proxy_cache_valid`).
  public void fail(int status, long now) {
    long seconds = settings.lifetime(status);
    if (seconds != 0) {
      zone.keepFailure(foundUnder, status, now + seconds, now);
    }
  }
}
