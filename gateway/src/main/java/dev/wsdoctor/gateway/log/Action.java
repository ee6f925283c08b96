package dev.wsdoctor.gateway.log;

/// What nginx was doing (`log->action`), behind `while`.
public enum Action {
  WAITING_FOR_REQUEST("waiting for request"),
  READING_PROXY_PROTOCOL("reading PROXY protocol"),
  SSL_HANDSHAKING("SSL handshaking"),
  READING_REQUEST_LINE("reading client request line"),
  READING_PIPELINED_LINE("reading client pipelined request line"),
  READING_REQUEST_HEADERS("reading client request headers"),
  READING_REQUEST_BODY("reading client request body"),
  SENDING_TO_CLIENT("sending to client"),
  SENDING_RESPONSE("sending response to client"),
  KEEPALIVE("keepalive"),
  CLOSING_REQUEST("closing request"),
  LOGGING_REQUEST("logging request"),
  CONNECTING_TO_UPSTREAM("connecting to upstream"),
  SSL_HANDSHAKING_TO_UPSTREAM("SSL handshaking to upstream"),
  SENDING_REQUEST_TO_UPSTREAM("sending request to upstream"),
  READING_RESPONSE_HEADER("reading response header from upstream"),
  READING_UPSTREAM("reading upstream"),
  PROXYING_UPGRADED("proxying upgraded connection");

  private final String words;

  Action(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
