package dev.wsdoctor.websocket;

import java.util.Optional;
import java.util.stream.Stream;

/// The registered close codes (RFC 6455, 7.4.1, and the IANA registry).
public enum CloseCode {
  NORMAL_CLOSURE(1000, "normal closure"),
  GOING_AWAY(1001, "going away"),
  PROTOCOL_ERROR(1002, "protocol error"),
  UNSUPPORTED_DATA(1003, "unsupported data"),
  NO_STATUS_RECEIVED(1005, "no status received"),
  ABNORMAL_CLOSURE(1006, "abnormal closure"),
  INVALID_PAYLOAD(1007, "invalid frame payload data"),
  POLICY_VIOLATION(1008, "policy violation"),
  MESSAGE_TOO_BIG(1009, "message too big"),
  MANDATORY_EXTENSION(1010, "mandatory extension"),
  INTERNAL_ERROR(1011, "internal error"),
  SERVICE_RESTART(1012, "service restart"),
  TRY_AGAIN_LATER(1013, "try again later"),
  BAD_GATEWAY(1014, "bad gateway"),
  TLS_HANDSHAKE(1015, "TLS handshake");

  private final int number;
  private final String meaning;

  CloseCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  public int number() {
    return number;
  }

  public static Optional<CloseCode> of(int number) {
    return Stream.of(values()).filter(code -> code.number == number).findFirst();
  }

  /// Whether a Close frame may carry this number: the registered ones but 1005, 1006 and 1015, and
  /// the ranges for libraries and applications, 3000 to 4999 (RFC 6455, 7.4.2).
  public static boolean isSendable(int number) {
    return (number >= 3000 && number <= 4999)
        || of(number).filter(CloseCode::mayBeSent).isPresent();
  }

  private boolean mayBeSent() {
    return this != NO_STATUS_RECEIVED && this != ABNORMAL_CLOSURE && this != TLS_HANDSHAKE;
  }

  /// `1002 (protocol error)`; a number without a name stands alone.
  public static String describe(int number) {
    return number + of(number).map(code -> " (" + code.meaning + ")").orElse("");
  }
}
