package dev.wsdoctor.nginx;

import java.util.Base64;
import java.util.Optional;

/// `$secure_link` (`ngx_http_secure_link_variable`): empty where the request has no signature at
/// all, or one that cannot be any.
final class SecureLink {
  private static final int LONGEST_HASH = 24;
  private static final int MD5_BYTES = 16;

  private SecureLink() {}

  static Value of(RequestState state) {
    Value secret = new Value.Unknown("$secure_link", "it depends on the secret and the time");
    if (state.scope().setting("secure_link_secret").isPresent()) {
      return secret;
    }
    Optional<Value> given =
        state
            .scope()
            .setting("secure_link")
            .filter(_ -> state.scope().setting("secure_link_md5").isPresent())
            .map(line -> ComplexValue.of(line.parameter()).evaluate(state));
    boolean mayBeRight =
        given.filter(value -> !value.isKnown() || isSignature(value.text())).isPresent();
    return mayBeRight ? secret : Value.of("");
  }

  /// A hash, and behind a comma the second at which it ends.
  private static boolean isSignature(String text) {
    int comma = text.indexOf(',');
    String hash = comma < 0 ? text : text.substring(0, comma);
    boolean expires = comma < 0 || text.substring(comma + 1).matches("0*[1-9]\\d*");
    return expires && hash.length() <= LONGEST_HASH && isMd5(hash);
  }

  private static boolean isMd5(String hash) {
    String padding = "=".repeat((4 - hash.length() % 4) % 4);
    try {
      return Base64.getUrlDecoder().decode(hash + padding).length == MD5_BYTES;
    } catch (IllegalArgumentException e) {
      return false; // no Base64
    }
  }
}
