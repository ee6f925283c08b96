package dev.wsdoctor.junit;

import dev.wsdoctor.probe.AnyCertificate;
import dev.wsdoctor.sandbox.LoopbackCopy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/// A configuration that runs for a test, as a parameter of its methods: see [NginxConf].
///
/// Ports are those of the file: `port(443)` is where `listen 443` really listens. Without a port,
/// the first `listen` of the file is meant.
public final class NginxUnderTest {
  private static final Duration LOG_LIMIT = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(5);

  private final LoopbackCopy copy;
  private final Engine engine;
  private final List<AutoCloseable> parts;

  NginxUnderTest(LoopbackCopy copy, Engine engine, List<AutoCloseable> parts) {
    this.copy = copy;
    this.engine = engine;
    this.parts = parts;
  }

  /// The port of 127.0.0.1 where the first `listen` of the file listens.
  public int port() {
    return first().moved();
  }

  /// The port of 127.0.0.1 where the first `listen` with that port listens.
  ///
  /// @throws IllegalArgumentException when the file does not listen there
  public int port(int written) {
    return listener(written).moved();
  }

  /// `http://127.0.0.1:PORT/path`, or `https:` where `listen` has `ssl`.
  ///
  /// The request's Host is 127.0.0.1 then, so the default server of the port takes it. To be taken
  /// by another name, a client must send it: `HttpRequest.Builder.header("Host", "app.example")`
  /// with `-Djdk.httpclient.allowRestrictedHeaders=host`.
  ///
  /// @param path begins with `/`
  public URI uri(String path) {
    return uri("http", first(), path);
  }

  /// The same of the first `listen` with that port.
  public URI uri(int written, String path) {
    return uri("http", listener(written), path);
  }

  /// `ws://127.0.0.1:PORT/path`, or `wss:` where `listen` has `ssl`.
  public URI webSocketUri(String path) {
    return uri("ws", first(), path);
  }

  /// The same of the first `listen` with that port.
  public URI webSocketUri(int written, String path) {
    return uri("ws", listener(written), path);
  }

  private static URI uri(String scheme, LoopbackCopy.Listener listener, String path) {
    return URI.create(
        "%s%s://127.0.0.1:%d%s"
            .formatted(scheme, listener.tls() ? "s" : "", listener.moved(), path));
  }

  private LoopbackCopy.Listener first() {
    return copy.listeners().getFirst();
  }

  private LoopbackCopy.Listener listener(int written) {
    return copy.listeners().stream()
        .filter(listener -> listener.port() == written)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no listen of the configuration has port %d; they have %s"
                        .formatted(
                            written,
                            copy.listeners().stream()
                                .map(listener -> Integer.toString(listener.port()))
                                .collect(Collectors.joining(", ")))));
  }

  /// For clients of `https:` and `wss:`: trusts whatever certificate is shown, for any name. It is
  /// for these tests only.
  public SSLContext sslContext() {
    return AnyCertificate.context();
  }

  /// What runs the configuration: [Engine#GATEWAY] or [Engine#NGINX].
  public Engine engine() {
    return engine;
  }

  /// All that was written to error logs by now, at level info, with the addresses of the file:
  /// `upstream: "http://app:3000/ws/"`.
  public String errorLog() {
    return copy.restored(read(copy.errorLog()));
  }

  /// All that was written to access logs by now, each line in the format of the file. nginx writes
  /// a line when the answer is on its way, and that of a WebSocket when it has ended.
  public String accessLog() {
    return read(copy.accessLog());
  }

  /// [#errorLog] as soon as it contains that; at most five seconds are waited for it.
  ///
  /// @throws AssertionError when it does not come
  public String awaitErrorLog(String part) {
    return await("error log", this::errorLog, part);
  }

  /// [#accessLog] as soon as it contains that; at most five seconds are waited for it.
  ///
  /// @throws AssertionError when it does not come
  public String awaitAccessLog(String part) {
    return await("access log", this::accessLog, part);
  }

  private static String await(String name, java.util.function.Supplier<String> log, String part) {
    long end = System.nanoTime() + LOG_LIMIT.toNanos();
    String text = log.get();
    while (!text.contains(part)) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "expected the %s to contain\n  %s\nwithin %d s, but it is\n%s"
                .formatted(name, part, LOG_LIMIT.toSeconds(), text));
      }
      LockSupport.parkNanos(POLL.toNanos());
      text = log.get();
    }
    return text;
  }

  private String read(Path log) {
    try {
      return copy.log(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Which files of the configuration are replaced by throw-away ones, one sentence each with
  /// `FILE:LINE`.
  public List<String> substitutions() {
    return copy.substitutions();
  }

  void close() throws Exception {
    for (AutoCloseable part : parts) {
      part.close();
    }
  }
}
