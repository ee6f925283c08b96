package dev.wsdoctor.app.format;

import java.util.Locale;
import java.util.Set;

/// Which names say that their value is a secret: of fields, cookies, parameters and variables.
final class SecretNames {
  private static final Set<String> WORDS =
      Set.of(
          "auth",
          "authorization",
          "bearer",
          "cookie",
          "credential",
          "credentials",
          "csrf",
          "jwt",
          "key",
          "pass",
          "passwd",
          "password",
          "pwd",
          "secret",
          "session",
          "sid",
          "sig",
          "signature",
          "token",
          "xsrf");

  /// Names are also written in one word: `accesstoken`, `PHPSESSID`, `X-Apikey`.
  private static final Set<String> ENDINGS =
      Set.of("apikey", "accesskey", "password", "secret", "sessid", "sessionid", "token");

  /// The nonce of a handshake and its digest prove no identity (RFC 6455, 10.3), and who repairs
  /// handshakes wants to see them.
  private static final Set<String> HARMLESS = Set.of("sec-websocket-key", "sec-websocket-accept");

  private static final Set<String> FIELDS =
      Set.of(
          "authorization", "cookie", "proxy-authorization", "sec-websocket-protocol", "set-cookie");

  private SecretNames() {}

  /// `X-Api-Key`, `access_token`, `$http_authorization`, `accessToken`.
  static boolean isSecret(String name) {
    String plain = plain(name);
    if (HARMLESS.contains(plain)) {
      return false;
    }
    for (String word : plain.split("[^a-z0-9]+", -1)) {
      if (WORDS.contains(word) || ENDINGS.stream().anyMatch(word::endsWith)) {
        return true;
      }
    }
    return false;
  }

  /// Whether a person who reads `name: ...` within a sentence takes it for a field: `Cookie: ...`
  /// is one, `the session: ...` is not.
  static boolean isSecretField(String name) {
    String plain = plain(name);
    return FIELDS.contains(plain) || (plain.startsWith("x-") && isSecret(plain));
  }

  /// In lower case with hyphens, without what nginx and CGI put in front. Every start asks this of
  /// many names, so it does without regular expressions.
  static String plain(String name) {
    String words = name.indexOf('-') < 0 ? hyphened(name) : name;
    return withoutPrefix(words.toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  /// `access-Token` for `accessToken`.
  private static String hyphened(String name) {
    StringBuilder words = new StringBuilder(name.length() + 4);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (i > 0 && c >= 'A' && c <= 'Z' && isLowerOrDigit(name.charAt(i - 1))) {
        words.append('-');
      }
      words.append(c);
    }
    return words.toString();
  }

  private static boolean isLowerOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  private static String withoutPrefix(String plain) {
    String name = plain.startsWith("$") ? plain.substring(1) : plain;
    return without(without(name, "sent-", "upstream-"), "http-", "arg-", "cookie-");
  }

  private static String without(String name, String... prefixes) {
    for (String prefix : prefixes) {
      if (name.startsWith(prefix)) {
        return name.substring(prefix.length());
      }
    }
    return name;
  }
}
