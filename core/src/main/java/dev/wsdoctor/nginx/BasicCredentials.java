package dev.wsdoctor.nginx;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// The user in an `Authorization: Basic` field (`ngx_http_auth_basic_user`).
final class BasicCredentials {
  private BasicCredentials() {}

  static boolean present(RequestState state) {
    return !user(state).isEmpty();
  }

  /// The user's name; empty when there are no readable credentials.
  static String user(RequestState state) {
    Optional<String> field = state.field("Authorization");
    if (field.isEmpty() || !field.get().regionMatches(true, 0, "Basic ", 0, 6)) {
      return "";
    }
    String encoded = field.get().substring(6).strip();
    if (!encoded.matches("[A-Za-z0-9+/]+={0,2}") || encoded.replace("=", "").length() % 4 == 1) {
      return "";
    }
    byte[] decoded = Base64.getMimeDecoder().decode(encoded);
    String pair = new String(decoded, StandardCharsets.ISO_8859_1);
    int colon = pair.indexOf(':');
    return colon < 0 ? "" : pair.substring(0, colon);
  }
}
