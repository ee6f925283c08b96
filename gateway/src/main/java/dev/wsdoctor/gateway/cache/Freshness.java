package dev.wsdoctor.gateway.cache;

import dev.wsdoctor.directive.Quantities;
import dev.wsdoctor.gateway.answer.HttpDate;
import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Response;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// What an upstream says about keeping its answer, line by line
/// (`ngx_http_upstream_process_cache_control` and its kin). Used by one thread.
///
/// Until nginx 1.22 what comes first forbids for good; since 1.23.0 X-Accel-Expires has the last
/// word wherever it stands.
final class Freshness {
  private static final int MAX_VARY = 128;

  private final long now;
  private final boolean ordered;
  private boolean forbidden;
  private boolean refused;
  private boolean accelerated;

  /// Since 1.23.0 a Cache-Control or an X-Accel-Expires behind an Expires of the past counts.
  private boolean expired;

  private long validUntil;
  private long updating;
  private long error;
  private Optional<String> vary = Optional.empty();

  /// @param ordered whether the order of the lines counts
  private Freshness(long now, boolean ordered) {
    this.now = now;
    this.ordered = ordered;
  }

  /// @param now in seconds
  static Freshness of(Response response, CacheSettings settings, long now, boolean ordered) {
    Freshness freshness = new Freshness(now, ordered);
    for (Field field : response.fields()) {
      String name = field.name().toLowerCase(Locale.ROOT);
      if (!settings.ignores(name)) {
        freshness.read(name, field.value());
      }
    }
    return freshness;
  }

  private void read(String name, String value) {
    switch (name) {
      case "set-cookie" -> forbidden = true;
      case "cache-control" -> cacheControl(value.toLowerCase(Locale.ROOT));
      case "expires" -> expires(value);
      case "x-accel-expires" -> accelerate(value);
      case "vary" -> vary(value);
      default -> {}
    }
  }

  private void cacheControl(String value) {
    boolean isSaid = validUntil != 0 && accelerated;
    if (isSaid && ordered) {
      return;
    }
    if (!isSaid) {
      if (value.contains("no-cache") || value.contains("no-store") || value.contains("private")) {
        refused = true;
        return;
      }
      String age = value.contains("s-maxage=") ? "s-maxage=" : "max-age=";
      if (value.contains(age)) {
        long seconds = seconds(value, age);
        if (seconds <= 0) {
          refused = true;
          return;
        }
        validUntil = now + seconds;
        expired = false;
      }
    }
    if (value.contains("stale-while-revalidate=")) {
      updating = Math.max(0, seconds(value, "stale-while-revalidate="));
    }
    if (value.contains("stale-if-error=")) {
      error = Math.max(0, seconds(value, "stale-if-error="));
    }
  }

  /// -1 for what is no number.
  private static long seconds(String value, String name) {
    int start = value.indexOf(name) + name.length();
    int end = start;
    while (end < value.length() && ",; ".indexOf(value.charAt(end)) < 0) {
      end++;
    }
    String digits = value.substring(start, end);
    return digits.isEmpty() ? 0 : Quantities.number(digits).orElse(-1);
  }

  private void expires(String value) {
    if (validUntil != 0) {
      return;
    }
    long at = HttpDate.seconds(value).orElse(0L);
    if (at < now) {
      refused |= ordered;
      expired = true;
    } else {
      validUntil = at;
    }
  }

  private void accelerate(String value) {
    boolean absolute = value.startsWith("@");
    OptionalLong number = Quantities.number(absolute ? value.substring(1) : value);
    if (number.isEmpty()) {
      return;
    }
    if (number.getAsLong() == 0 && !absolute) {
      forbidden = true;
      return;
    }
    accelerated = true;
    validUntil = absolute ? number.getAsLong() : now + number.getAsLong();
    refused &= ordered;
    expired = false;
  }

  private void vary(String value) {
    if (value.length() > MAX_VARY || value.equals("*")) {
      forbidden = true;
    } else {
      vary = Optional.of(vary.map(before -> before + "," + value).orElse(value));
    }
  }

  /// Whether the answer may be kept at all.
  boolean allows() {
    return !forbidden && !refused && !expired;
  }

  /// In seconds; 0 where the answer does not say.
  long validUntil() {
    return validUntil;
  }

  /// For how many seconds more it may be given while it is asked for anew.
  long whileUpdating() {
    return updating;
  }

  /// For how many seconds more it may be given instead of an error.
  long insteadOfError() {
    return error;
  }

  /// The fields of the request that it depends on.
  Optional<String> vary() {
    return vary;
  }
}
