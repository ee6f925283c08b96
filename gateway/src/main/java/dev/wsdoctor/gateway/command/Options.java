package dev.wsdoctor.gateway.command;

import dev.wsdoctor.directive.NginxVersion;
import java.util.Optional;

/// nginx's options, and two of the gateway's own: `--report`, and `--nginx-version`, the release
/// whose behaviour is wanted.
///
/// @param directives those of `-g`; empty text if there are none
record Options(
    boolean help,
    boolean showVersion,
    boolean showConfigure,
    boolean test,
    boolean dump,
    boolean quiet,
    boolean report,
    Optional<String> prefix,
    Optional<String> configuration,
    Optional<String> errorLog,
    String directives,
    Optional<Order> order,
    NginxVersion version) {

  /// What `-s` tells a running gateway.
  enum Order {
    STOP(15),
    QUIT(3),
    REOPEN(10),
    RELOAD(1);

    private final int signal;

    Order(int signal) {
      this.signal = signal;
    }

    /// Linux's number of the signal (ngx_signals).
    int signal() {
      return signal;
    }

    static Optional<Order> named(String name) {
      return switch (name) {
        case "stop" -> Optional.of(STOP);
        case "quit" -> Optional.of(QUIT);
        case "reopen" -> Optional.of(REOPEN);
        case "reload" -> Optional.of(RELOAD);
        default -> Optional.empty();
      };
    }
  }
}
