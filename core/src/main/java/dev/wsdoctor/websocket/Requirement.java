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
  EXTENSION_PARAMETERS("RFC 7692, 7.1", CloseCode.ABNORMAL_CLOSURE);

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
