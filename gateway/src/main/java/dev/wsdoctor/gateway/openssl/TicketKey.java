package dev.wsdoctor.gateway.openssl;

import java.util.Arrays;
import java.util.Optional;

/// What tickets are encrypted and signed with (`ssl_session_ticket_key`,
/// `ngx_ssl_session_ticket_keys`).
public final class TicketKey {
  static final int NAME_BYTES = 16;

  /// With AES-128: name, key, signing key.
  private static final int SHORT = 48;

  /// With AES-256: name, signing key, key.
  private static final int LONG = 80;

  private final byte[] name;
  private final byte[] signing;
  private final byte[] key;

  private TicketKey(byte[] name, byte[] signing, byte[] key) {
    this.name = name;
    this.signing = signing;
    this.key = key;
  }

  /// From the bytes of a file; nothing if there are not as many as nginx expects.
  public static Optional<TicketKey> of(byte[] file) {
    byte[] name = Arrays.copyOf(file, NAME_BYTES);
    return switch (file.length) {
      case SHORT -> Optional.of(new TicketKey(name, part(file, 32, 48), part(file, 16, 32)));
      case LONG -> Optional.of(new TicketKey(name, part(file, 16, 48), part(file, 48, 80)));
      default -> Optional.empty();
    };
  }

  private static byte[] part(byte[] file, int from, int to) {
    return Arrays.copyOfRange(file, from, to);
  }

  byte[] name() {
    return name.clone();
  }

  boolean isNamed(byte[] other) {
    return Arrays.equals(name, other);
  }

  byte[] signing() {
    return signing.clone();
  }

  byte[] key() {
    return key.clone();
  }
}
