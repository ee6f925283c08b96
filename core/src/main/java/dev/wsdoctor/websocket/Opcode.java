package dev.wsdoctor.websocket;

/// What a frame carries: all sixteen numbers, in their order (RFC 6455, 5.2).
public enum Opcode {
  CONTINUATION(0x0),
  TEXT(0x1),
  BINARY(0x2),
  RESERVED_3(0x3),
  RESERVED_4(0x4),
  RESERVED_5(0x5),
  RESERVED_6(0x6),
  RESERVED_7(0x7),
  CLOSE(0x8),
  PING(0x9),
  PONG(0xa),
  RESERVED_B(0xb),
  RESERVED_C(0xc),
  RESERVED_D(0xd),
  RESERVED_E(0xe),
  RESERVED_F(0xf);

  private static final Opcode[] BY_NUMBER = values();

  private final int number;

  Opcode(int number) {
    this.number = number;
  }

  /// The opcode in the low four bits.
  public static Opcode of(int bits) {
    return BY_NUMBER[bits & 0xf];
  }

  public int number() {
    return number;
  }

  /// The highest of the four bits marks a control frame (RFC 6455, 5.5).
  public boolean isControl() {
    return number >= 8;
  }

  public boolean isReserved() {
    return switch (this) {
      case CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG -> false;
      case RESERVED_3, RESERVED_4, RESERVED_5, RESERVED_6, RESERVED_7 -> true;
      case RESERVED_B, RESERVED_C, RESERVED_D, RESERVED_E, RESERVED_F -> true;
    };
  }

  /// Whether it starts a message; a reserved opcode of the data range counts as one that does.
  public boolean startsMessage() {
    return !isControl() && this != CONTINUATION;
  }
}
