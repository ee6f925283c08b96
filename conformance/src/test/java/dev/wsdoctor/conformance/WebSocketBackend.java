package dev.wsdoctor.conformance;

/// A third party's echo server, Debian's python3-websockets, on a free loopback port.
///
/// Its options are those at the top of echo-backend.py: `--path /ws`, `--origin http://a.example`,
/// `--request-host a.example`, `--subprotocol chat`, `--unix FILE`, `--certificate FILE --key
/// FILE`, `--close-at-once 1008`, `--silent`, `--push-after SECONDS`, `--ping-every SECONDS`,
/// `--max-size N`.
public final class WebSocketBackend implements AutoCloseable {
  private final Script script;
  private final int port;

  private WebSocketBackend(Script script) {
    this.script = script;
    this.port = Integer.parseInt(script.line());
  }

  /// Starts the server and returns when it listens.
  public static WebSocketBackend start(String... options) {
    return new WebSocketBackend(Script.start(RealParts.PYTHON, "echo-backend.py", options));
  }

  /// The same service on another third party's code, Debian's node-ws.
  public static WebSocketBackend startNode(int maxMessageBytes) {
    return new WebSocketBackend(
        Script.start(RealParts.NODE, "echo-backend.js", Integer.toString(maxMessageBytes)));
  }

  /// The port it listens on; 0 for a unix socket.
  public int port() {
    return port;
  }

  /// `127.0.0.1:port`, as a `proxy_pass` or an upstream's `server` line wants it.
  public String address() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    script.close();
  }
}
