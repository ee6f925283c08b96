package dev.wsdoctor.probe.browser;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What the browser saw. `origin` is that of the page, `blank` that the page did not load and an
/// empty one stood in for it, `pageTrouble` why. `error` is the browser's own sentence about the
/// socket, empty when it has none; `policy` the Content-Security-Policy that refused it.
public record BrowserSight(
    String browser,
    String page,
    String origin,
    boolean blank,
    String pageTrouble,
    List<String> redirects,
    String request,
    int status,
    String answer,
    String error,
    String policy,
    Optional<Duration> opened,
    Optional<Duration> firstMessage,
    Optional<End> end,
    List<SeenFrame> frames,
    List<String> console) {
  public BrowserSight {
    redirects = List.copyOf(redirects);
    frames = List.copyOf(frames);
    console = List.copyOf(console);
  }

  /// The close event: `own` when the probe had closed the socket.
  public record End(int code, String reason, boolean clean, Duration after, boolean own) {}

  /// A frame; `sent` by the browser, or received.
  public record SeenFrame(boolean sent, int opcode, String payload) {}

  /// Whether the socket opened and nobody else ended it.
  public boolean held() {
    return opened.isPresent() && end.map(End::own).orElse(true);
  }
}
