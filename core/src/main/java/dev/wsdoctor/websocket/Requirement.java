package dev.wsdoctor.websocket;

/// What a peer can break: the clause that demands it, and the close code with which a strict
/// endpoint fails the connection (RFC 6455, 7.1.7). A failed opening handshake has no Close frame,
/// so its clauses carry 1006.
public enum Requirement {
  STATUS_101("RFC 6455, 4.1", CloseCode.ABNORMAL_CLOSURE),
  UPGRADE_FIELD("RFC 6455, 4.1", CloseCode.ABNORMAL_CLOSURE),
  CONNECTION_FIELD("RFC 6455, 4.1", CloseCode.ABNORMAL_CLOSURE),
  ACCEPT_FIELD("RFC 6455, 4.1", CloseCode.ABNORMAL_CLOSURE),
  ACCEPT_ONCE("RFC 6455, 11.3.3", CloseCode.ABNORMAL_CLOSURE),
  EXTENSION_OFFERED("RFC 6455, 4.1", CloseCode.ABNORMAL_CLOSURE),
  SUBPROTOCOL_OFFERED("RFC 6455, 4.1", CloseCode.ABNORMAL_CLOSURE),
  SUBPROTOCOL_ONCE("RFC 6455, 11.3.4", CloseCode.ABNORMAL_CLOSURE),
  EXTENSION_PARAMETERS("RFC 7692, 7.1", CloseCode.ABNORMAL_CLOSURE),

  RESERVED_BITS("RFC 6455, 5.2", CloseCode.PROTOCOL_ERROR),
  RESERVED_OPCODE("RFC 6455, 5.2", CloseCode.PROTOCOL_ERROR),
  LENGTH_HIGHEST_BIT("RFC 6455, 5.2", CloseCode.PROTOCOL_ERROR),
  LENGTH_SHORTEST_FORM("RFC 6455, 5.2", CloseCode.PROTOCOL_ERROR),
  CLIENT_MASKS("RFC 6455, 5.1", CloseCode.PROTOCOL_ERROR),
  SERVER_DOES_NOT_MASK("RFC 6455, 5.1", CloseCode.PROTOCOL_ERROR),
  CONTINUATION_CONTINUES("RFC 6455, 5.4", CloseCode.PROTOCOL_ERROR),
  MESSAGES_DO_NOT_INTERLEAVE("RFC 6455, 5.4", CloseCode.PROTOCOL_ERROR),
  CONTROL_IS_FINAL("RFC 6455, 5.5", CloseCode.PROTOCOL_ERROR),
  CONTROL_IS_SHORT("RFC 6455, 5.5", CloseCode.PROTOCOL_ERROR),
  NOTHING_AFTER_CLOSE("RFC 6455, 5.5.1", CloseCode.PROTOCOL_ERROR),
  CLOSE_HAS_WHOLE_CODE("RFC 6455, 5.5.1", CloseCode.PROTOCOL_ERROR),
  CLOSE_CODE_IS_SENDABLE("RFC 6455, 7.4", CloseCode.PROTOCOL_ERROR),
  CLOSE_REASON_IS_UTF8("RFC 6455, 5.5.1", CloseCode.INVALID_PAYLOAD),
  TEXT_IS_UTF8("RFC 6455, 8.1", CloseCode.INVALID_PAYLOAD),
  MESSAGE_FITS("RFC 6455, 10.4", CloseCode.MESSAGE_TOO_BIG),
  RSV1_ON_FIRST_FRAGMENT("RFC 7692, 6.1", CloseCode.PROTOCOL_ERROR),
  DEFLATE_DATA("RFC 7692, 7.2.2", CloseCode.INVALID_PAYLOAD);

  private final String clause;
  private final CloseCode closeCode;

  Requirement(String clause, CloseCode closeCode) {
    this.clause = clause;
    this.closeCode = closeCode;
  }

  public String clause() {
    return clause;
  }

  public CloseCode closeCode() {
    return closeCode;
  }
}
