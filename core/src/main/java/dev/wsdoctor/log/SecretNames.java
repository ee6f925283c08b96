package dev.wsdoctor.log;

import java.util.Locale;
import java.util.Set;

/// Names of query arguments whose values nobody should read in a log.
final class SecretNames {
  private static final Set<String> NAMES =
      Set.of(
          "access_token",
          "token",
          "auth",
          "auth_token",
          "api_key",
          "apikey",
          "jwt",
          "password",
          "secret",
          "usertoken",
          "session");

  private SecretNames() {}

  static boolean isOne(String name) {
    return NAMES.contains(name.toLowerCase(Locale.ROOT));
  }
}
