package dev.wsdoctor.socket;

import java.time.Duration;
import java.util.Optional;

/// A client's connection to nginx, with the one that nginx has to a backend for it, where one is.
///
/// The kernel does not say which two belong together: they are those whose bytes moved at the same
/// moments. An idle tunnel and a kept-alive connection that waits for its next request look alike.
/// `age` is that of the client's connection.
public record LiveConnection(
    TcpSocket client, Optional<TcpSocket> upstream, NginxProcess worker, Age age) {
  public boolean isPaired() {
    return upstream.isPresent();
  }

  /// The time since a byte moved on either side, as the tunnel's timer counts it
  /// (ngx_http_upstream_process_upgraded); absent where the kernel does not tell.
  public Optional<Duration> silence() {
    Optional<Duration> ofClient = client.activity().map(Activity::silence);
    Optional<Duration> ofUpstream =
        upstream.flatMap(TcpSocket::activity).map(Activity::silence).or(() -> ofClient);
    return ofClient.flatMap(one -> ofUpstream.map(other -> one.compareTo(other) < 0 ? one : other));
  }

  public boolean isHeldByOldWorker() {
    return worker.isLeaving();
  }

  public boolean seemsHalfOpen() {
    return client.seemsHalfOpen() || upstream.filter(TcpSocket::seemsHalfOpen).isPresent();
  }
}
