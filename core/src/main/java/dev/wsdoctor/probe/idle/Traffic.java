package dev.wsdoctor.probe.idle;

/// What a connection of the ladder does once, and then falls silent.
public enum Traffic {
  /// Nothing at all; a ping of the server gets no answer.
  SILENT("nothing"),
  /// An unsolicited pong, to which nobody answers (RFC 6455, 5.5.3).
  CLIENT("client only"),
  /// A frame that the server sends by itself.
  SERVER("server only"),
  /// A ping, which the server answers.
  PING("ping and pong"),
  /// A text message, which some servers send back.
  MESSAGE("message and echo");

  private final String words;

  Traffic(String words) {
    this.words = words;
  }

  /// For a person.
  public String words() {
    return words;
  }
}
