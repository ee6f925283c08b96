package dev.wsdoctor.gateway.command;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.Directive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What is to be said of `user`: nginx's workers give up the rights of root, the gateway does not.
final class RightsWarning {
  private static final String ROOT = "root";
  private static final String UNSAID =
      "the gateway keeps the rights of root; nginx's workers would run as nobody";
  private static final String MAKES_NO_SENSE =
      "the \"user\" directive makes sense only if the master process runs with super-user"
          + " privileges, ignored";
  private static final Path SELF = Path.of("/proc/self");

  private RightsWarning() {}

  /// Whether this process has the rights of root.
  static boolean isRoot() {
    try {
      return Files.getAttribute(SELF, "unix:uid").equals(0);
    } catch (IOException | UnsupportedOperationException _) {
      return ROOT.equals(System.getProperty("user.name"));
    }
  }

  /// Of a `user` in the configuration; nothing where nginx's workers would have the same rights.
  static Optional<String> ofUser(Configuration configuration, boolean isRoot) {
    return user(configuration)
        .filter(user -> !isRoot || !user.parameter().equals(ROOT))
        .map(user -> sentence(user, isRoot ? keeps(user.parameter()) : MAKES_NO_SENSE));
  }

  /// Of a configuration without a `user`, which nginx's log has no word about.
  static Optional<String> withoutUser(Configuration configuration, boolean isRoot) {
    return isRoot && user(configuration).isEmpty() ? Optional.of(UNSAID) : Optional.empty();
  }

  private static Optional<Directive> user(Configuration configuration) {
    return configuration.body("user").reduce((_, last) -> last);
  }

  private static String keeps(String name) {
    return "the gateway keeps the rights of root, and does not run as \"%s\"; start it as that user"
        .formatted(name);
  }

  private static String sentence(Directive user, String message) {
    return ConfigurationError.of(user, message).toString();
  }
}
