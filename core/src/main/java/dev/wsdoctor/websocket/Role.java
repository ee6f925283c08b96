package dev.wsdoctor.websocket;

/// Who sends: the client masks its frames, the server does not (RFC 6455, 5.1).
public enum Role {
  CLIENT,
  SERVER
}
