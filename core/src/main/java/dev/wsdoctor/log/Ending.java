package dev.wsdoctor.log;

import java.util.Optional;

/// Who ended a socket that had been open.
public enum Ending {
  /// nginx: nothing was sent for longer than it allows.
  IDLE_LIMIT("nginx, because nothing was sent for too long"),
  /// The backend's connection was reset.
  BACKEND("the backend, by a reset"),
  /// The client's connection was reset.
  CLIENT("the client, by a reset"),
  /// nginx: the client took no data.
  CLIENT_STALLED("nginx, because the client took no data for too long"),
  /// nginx ended it itself, for a reload or a client that took no data.
  CUT_SHORT("nginx, before either side had closed: a reload or a client that took no data"),
  /// One of both closed it, as it should be; the logs do not say which.
  ORDERLY("the client or the backend, without an error");

  private final String words;

  Ending(String words) {
    this.words = words;
  }

  /// For a sentence: `the backend, by a reset`.
  public String words() {
    return words;
  }

  /// What a line of the error log says of a tunnel; the level tells whose connection failed
  /// (`ngx_connection_error`).
  static Optional<Ending> of(ErrorEntry entry) {
    String message = entry.message();
    if (!message.contains("while proxying upgraded connection")) {
      return Optional.empty();
    }
    if (message.startsWith("upstream timed out")) {
      return Optional.of(IDLE_LIMIT);
    }
    if (message.startsWith("client timed out")) {
      return Optional.of(CLIENT_STALLED);
    }
    return entry.level().map(level -> level == Level.ERROR ? BACKEND : CLIENT);
  }
}
