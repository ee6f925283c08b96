package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.disk.Errno;
import dev.wsdoctor.gateway.log.ClientMessages;
import dev.wsdoctor.gateway.log.Message;
import dev.wsdoctor.nginx.Execution;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
  /// @param errors hears what is wrong
  static int check(Execution execution, String conf, ErrorReport errors) {
    Optional<String[]> credentials = credentials(execution);
    if (credentials.isEmpty()) {
      errors.say(ClientMessages.noCredentials());
      return UNAUTHORIZED;
    }
    String name =
        execution
            .scope()
            .setting("auth_basic_user_file")
            .map(Directive::parameter)
            .map(execution::text)
            .orElse("");
    String path = name.startsWith("/") ? name : conf + name;
    Path file = DiskView.path(path).orElse(Path.of("/"));
    try {
      Optional<Message> wrong = wrong(credentials.get(), file, path);
      wrong.ifPresent(errors::say);
      return wrong.isPresent() ? UNAUTHORIZED : 0;
    } catch (IOException e) {
      String errno = Errno.of(e, file);
      boolean missing = errno.startsWith("2:");
      errors.say(ClientMessages.usersNotOpened(path, errno, missing));
      return missing ? FORBIDDEN : SERVER_ERROR;
    }
  }

  private static Optional<Message> wrong(String[] credentials, Path file, String path)
      throws IOException {
    for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
      String[] entry = line.split(":", 3);
      if (!line.startsWith("#") && entry.length > 1 && entry[0].equals(credentials[0])) {
        String hash = entry[1].stripTrailing();
        return Passwords.matches(credentials[1], hash)
            ? Optional.empty()
            : Optional.of(ClientMessages.passwordMismatch(credentials[0]));
      }
    }
    return Optional.of(ClientMessages.userNotFound(credentials[0], path));
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
