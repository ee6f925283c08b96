package dev.wsdoctor.gateway.openssl;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;

/// One command of OpenSSL's own (`ssl_conf_command`, SSL_CONF_cmd(3)).
///
/// @param name such as `Ciphersuites`
public record ConfCommand(String name, String value) {
  /// SSL_CONF_FLAG_FILE, _CLIENT, _SERVER, _SHOW_ERRORS and _CERTIFICATE (`ngx_ssl_conf_commands`).
  private static final int FLAGS = 0x2 | 0x4 | 0x8 | 0x10 | 0x20;

  private static final int FILE = 2; // SSL_CONF_TYPE_FILE
  private static final int DIRECTORY = 3; // SSL_CONF_TYPE_DIR

  /// What the library looks at before the name of the server is known, in lower case.
  private static final List<String> BEFORE_THE_NAME =
      List.of("protocol", "minprotocol", "maxprotocol", "curves", "groups");

  /// Whether it counts of the default server of an address, whatever server is asked for.
  public boolean isOfListener() {
    return BEFORE_THE_NAME.stream().anyMatch(name::equalsIgnoreCase);
  }

  /// Has a context follow the commands, in their order.
  ///
  /// @param files completes the name of a file
  static void apply(
      Native openssl, long context, List<ConfCommand> commands, UnaryOperator<String> files)
      throws SSLException {
    long configuration = openssl.call(Libssl.SSL_CONF_CTX_NEW);
    try {
      long _ = openssl.call(Libssl.SSL_CONF_CTX_SET_FLAGS, configuration, FLAGS);
      long _ = openssl.call(Libssl.SSL_CONF_CTX_SET_SSL_CTX, configuration, context);
      for (ConfCommand command : commands) {
        command.apply(openssl, configuration, files);
      }
      if ((int) openssl.call(Libssl.SSL_CONF_CTX_FINISH, configuration) != 1) {
        throw new SSLException("SSL_CONF_finish() failed (SSL: " + openssl.errors() + ")");
      }
    } finally {
      long _ = openssl.call(Libssl.SSL_CONF_CTX_FREE, configuration);
    }
  }

  private void apply(Native openssl, long configuration, UnaryOperator<String> files)
      throws SSLException {
    try (Arena room = Arena.ofConfined()) {
      long key = room.allocateFrom(name, StandardCharsets.ISO_8859_1).address();
      int type = (int) openssl.call(Libssl.SSL_CONF_CMD_VALUE_TYPE, configuration, key);
      String full = type == FILE || type == DIRECTORY ? files.apply(value) : value;
      long text = room.allocateFrom(full, StandardCharsets.ISO_8859_1).address();
      if ((int) openssl.call(Libssl.SSL_CONF_CMD, configuration, key, text) <= 0) {
        throw new SSLException(
            "SSL_CONF_cmd(\"%s\", \"%s\") failed (SSL: %s)"
                .formatted(name, full, openssl.errors()));
      }
    }
  }
}
