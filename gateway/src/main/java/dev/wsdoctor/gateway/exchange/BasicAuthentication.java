package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.Execution;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/// `auth_basic`: the user and password of a request against a file (`ngx_http_auth_basic_handler`).
final class BasicAuthentication {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int SERVER_ERROR = 500;

  private BasicAuthentication() {}

  /// 0 if they are right, else the status of the refusal.
  ///
  /// @param conf what relative names are relative to
  static int check(Execution execution, String conf) {
    Optional<String[]> credentials = credentials(execution);
    if (credentials.isEmpty()) {
      return UNAUTHORIZED;
    }
    String name =
        execution
            .scope()
            .setting("auth_basic_user_file")
            .map(Directive::parameter)
            .map(execution::text)
            .orElse("");
    Optional<Path> file = DiskView.path(name.startsWith("/") ? name : conf + name);
    try {
      return check(credentials.get(), file.orElseThrow());
    } catch (NoSuchFileException _) {
      return FORBIDDEN;
    } catch (IOException _) {
      return SERVER_ERROR;
    }
  }

  private static int check(String[] credentials, Path file) throws IOException {
    for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
      String[] entry = line.split(":", 3);
      if (!line.startsWith("#") && entry.length > 1 && entry[0].equals(credentials[0])) {
        String hash = entry[1].stripTrailing();
        return Passwords.matches(credentials[1], hash) ? 0 : UNAUTHORIZED;
      }
    }
    return UNAUTHORIZED;
  }

  private static Optional<String[]> credentials(Execution execution) {
    String field = execution.field("Authorization").orElse("");
    if (!field.regionMatches(true, 0, "Basic ", 0, 6)) {
      return Optional.empty();
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(field.substring(6).strip());
      String[] pair = new String(decoded, StandardCharsets.ISO_8859_1).split(":", 2);
      return pair.length == 2 && !pair[0].isEmpty() ? Optional.of(pair) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
