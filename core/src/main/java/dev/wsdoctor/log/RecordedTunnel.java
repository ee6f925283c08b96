package dev.wsdoctor.log;

/// The tunnel of a recorded connection: how many bytes passed each way, and which side's connection
/// came to its end first. The file descriptor tells the sides apart; of TLS nginx writes none, so
/// that nothing is said where both sides use it.
final class RecordedTunnel {
  private static final long NEITHER = -2;

  private long client = -1;
  private long backend = -1;
  private boolean clientUsesTls;
  private boolean backendUsesTls;
  private boolean open;
  private long fromClient;
  private long fromBackend;
  private String end = "";

  void clientIs(long descriptor) {
    client = descriptor;
  }

  void backendIs(long descriptor) {
    backend = descriptor;
  }

  /// Whether the message was about the tunnel.
  boolean accept(String message) {
    if (message.startsWith("http upstream process upgraded")) {
      open = true;
      return true;
    }
    if (message.startsWith("SSL_do_handshake: 1")) {
      clientUsesTls |= backend < 0;
      backendUsesTls |= backend >= 0;
      return true;
    }
    if (!open) {
      return false;
    }
    if (message.startsWith("recv: fd:")) {
      long descriptor = number(message, "recv: fd:".length());
      received(descriptor, number(message, message.indexOf(' ', "recv: ".length()) + 1));
      return true;
    }
    if (message.startsWith("SSL_read: ")) {
      received(tlsSide(), number(message, "SSL_read: ".length()));
      return true;
    }
    if (message.startsWith("peer shutdown SSL cleanly")) {
      received(tlsSide(), 0);
      return true;
    }
    return false;
  }

  private long tlsSide() {
    if (clientUsesTls == backendUsesTls) {
      return NEITHER;
    }
    return clientUsesTls ? client : backend;
  }

  /// No bytes are the end of what a side sends; -1 and the like mean that nothing is there yet.
  private void received(long descriptor, long bytes) {
    if (bytes > 0) {
      fromClient += descriptor == client ? bytes : 0;
      fromBackend += descriptor == backend ? bytes : 0;
      return;
    }
    if (bytes == 0 && end.isEmpty()) {
      end = "%s closed first".formatted(side(descriptor));
    }
  }

  private String side(long descriptor) {
    if (descriptor == client) {
      return "the client";
    }
    return descriptor == backend
        ? "the backend"
        : "one side (TLS on both, which hides the side from the log)";
  }

  /// What nginx says in a sentence of its own.
  void endedBy(Ending ending) {
    end = "ended by " + ending.words();
  }

  boolean isOpen() {
    return open;
  }

  String traffic() {
    return clientUsesTls && backendUsesTls
        ? "its bytes cannot be told apart, with TLS on both sides"
        : "%d bytes from the client, %d bytes from the backend".formatted(fromClient, fromBackend);
  }

  /// Who closed; nginx, when neither side did.
  String end() {
    if (!open) {
      return "nginx closed the connection, which had become no tunnel";
    }
    return end.isEmpty() ? "nginx closed the tunnel: neither side had" : end;
  }

  /// The number that begins at an index; -1 where none does.
  static long number(String text, int from) {
    int to = from;
    while (to < text.length() && Character.isDigit(text.charAt(to))) {
      to++;
    }
    return to == from || to - from > 18 ? -1 : Long.parseLong(text.substring(from, to));
  }
}
