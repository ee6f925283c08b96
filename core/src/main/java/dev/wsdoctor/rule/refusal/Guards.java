package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Directives that keep strangers out, of nginx and, by their names, of others: no mend of a
/// refusal takes one out or makes one say less.
final class Guards {
  private static final Set<String> NAMES =
      Set.of(
          "satisfy",
          "valid_referers",
          "internal",
          "limit_except",
          "if",
          "return",
          "ssl_client_certificate",
          "ssl_crl",
          "proxy_ssl_trusted_certificate");

  /// `auth_basic`, `deny`, `ssl_verify_client`, `secure_link`, `modsecurity`, `Require`.
  private static final Pattern NAME =
      Pattern.compile(
          "(?i).*(?:auth|allow|deny|secur|restrict|protect|whitelist|blacklist|require|verify|jwt|access_by|naxsi|waf).*");

  private Guards() {}

  /// Whether it is one, or has one inside.
  static boolean isOne(Directive line) {
    return NAMES.contains(line.name())
        || NAME.matcher(line.name()).matches()
        || inner(line).anyMatch(Guards::isOne);
  }

  private static Stream<Directive> inner(Directive line) {
    return line.isBlock() ? line.children().stream() : Stream.of();
  }
}
