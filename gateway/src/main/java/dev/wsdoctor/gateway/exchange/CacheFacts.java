package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.gateway.cache.StoredAnswer;
import java.util.Optional;

/// What is known of a request's way through a cache (`$upstream_cache_status` and its kin). Used by
/// one thread.
final class CacheFacts {
  private String status = "MISS";
  private boolean asksUncached;
  private Optional<StoredAnswer> renewed = Optional.empty();

  void status(String now) {
    status = now;
  }

  /// The answer is not to be kept, and the request goes on as it is.
  void askUncached() {
    asksUncached = true;
  }

  boolean asksUncached() {
    return asksUncached;
  }

  /// It is asked whether that answer still holds.
  void renewing(StoredAnswer answer) {
    renewed = Optional.of(answer);
  }

  Optional<String> variable(String name) {
    return switch (name) {
      case "upstream_cache_status" -> Optional.of(status);
      case "upstream_cache_last_modified" -> renewed.flatMap(a -> a.validator("Last-Modified"));
      case "upstream_cache_etag" -> renewed.flatMap(a -> a.validator("ETag"));
      default -> Optional.empty();
    };
  }
}
