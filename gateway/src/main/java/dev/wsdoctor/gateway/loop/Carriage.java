package dev.wsdoctor.gateway.loop;

import dev.wsdoctor.nginx.Tunnel;
import java.util.function.Consumer;

/// A tunnel that is being carried: two sides and the time of the last event. All of it but `stop`
/// belongs to the thread of its loop.
public final class Carriage {
  static final long NEVER = Long.MAX_VALUE;

  final Consumer<Ending> ended;
  final Tunnels tunnels;
  private final Side client;
  private final Side upstream;
  private final long readNanos;
  private final long sendNanos;
  private final long clientSendNanos;
  boolean isOver;
  long lastEvent;

  /// The time for which the tunnel stands in the loop's queue.
  long queuedFor = NEVER;

  Carriage(Upgraded upgraded, Tunnels tunnels) {
    this.tunnels = tunnels;
    this.ended = upgraded.ended();
    this.client = new Side(this, upgraded.client());
    this.upstream = new Side(this, upgraded.upstream());
    Tunnel limits = upgraded.limits();
    this.readNanos = limits.readTimeout().value().toNanos();
    this.sendNanos = limits.sendTimeout().value().toNanos();
    this.clientSendNanos = limits.clientSendTimeout().value().toNanos();
  }

  /// Ends the tunnel soon, if it is not over yet. May be called by any thread.
  public void stop() {
    tunnels.stopSoon(this);
  }

  Side client() {
    return client;
  }

  Side upstream() {
    return upstream;
  }

  /// When the tunnel is cut if no event comes before. The timer on reading from the upstream runs
  /// only while nothing is there to read, those on writing only while a write is blocked; every
  /// event of the tunnel in either direction sets all of them anew.
  long deadline() {
    long limit = upstream.isReadable ? NEVER : readNanos;
    if (upstream.hasPending()) {
      limit = Math.min(limit, sendNanos);
    }
    if (client.hasPending()) {
      limit = Math.min(limit, clientSendNanos);
    }
    return limit == NEVER ? NEVER : lastEvent + limit;
  }

  /// Which timer has run out: nginx looks at the client's first.
  Ending.Cause lateSide(long now) {
    boolean clientIsLate = client.hasPending() && now - lastEvent >= clientSendNanos;
    return clientIsLate ? Ending.Cause.CLIENT_TIMED_OUT : Ending.Cause.UPSTREAM_TIMED_OUT;
  }

  /// Whether nothing is left to do: one side has ended and the other took all that came from it, or
  /// both have ended.
  boolean isDone() {
    return (upstream.isEnded && !client.hasPending())
        || (client.isEnded && !upstream.hasPending())
        || (client.isEnded && upstream.isEnded);
  }

  /// One without an error of a socket.
  Ending ending(Ending.Cause cause) {
    return ending(cause, 0, "");
  }

  private Ending ending(Ending.Cause cause, int errno, String function) {
    SocketStream failed = cause == Ending.Cause.UPSTREAM_FAILED ? upstream.stream : client.stream;
    return new Ending(cause, errno, function, failed.broken(), client.received, upstream.received);
  }

  /// The end by the side that ended; the client's where both did.
  Ending naturalEnding() {
    Side first = client.isEnded ? client : upstream;
    return failedOrClosed(first, first.errno, "recv()");
  }

  /// The end by the side that takes nothing any more.
  Ending sendingFailed(Side side) {
    return failedOrClosed(side, side.stream.errno(), side.stream.sendFunction());
  }

  private Ending failedOrClosed(Side side, int errno, String function) {
    boolean isClient = side == client;
    if (errno == 0) {
      return ending(isClient ? Ending.Cause.CLIENT_CLOSED : Ending.Cause.UPSTREAM_CLOSED);
    }
    return ending(
        isClient ? Ending.Cause.CLIENT_FAILED : Ending.Cause.UPSTREAM_FAILED, errno, function);
  }
}
