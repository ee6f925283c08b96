package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.directive.Quantities;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelGroupFuture;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/// The connections that came in under one configuration; they keep it until they end, as those of
/// an old worker do.
public final class Generation {
  private final Site site;
  private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private volatile boolean ending;

  /// Told to every connection of a generation that is to end.
  enum Ending {
    GRACEFUL
  }

  public Generation(Site site) {
    this.site = site;
  }

  /// The configuration of these connections.
  public Site site() {
    return site;
  }

  /// Whether connections are to close after the request at hand.
  boolean isEnding() {
    return ending;
  }

  void accept(Channel client, Arrival arrival) {
    clients.add(client);
    ClientConnection connection = new ClientConnection(this, arrival);
    Gates.of(site, arrival, connection.headerTimeout()).forEach(client.pipeline()::addLast);
    client.pipeline().addLast(connection);
    if (ending) {
      client.pipeline().fireUserEventTriggered(Ending.GRACEFUL);
    }
  }

  /// Connections still open.
  public int connections() {
    return clients.size();
  }

  /// Idle connections close at once, the others after their request or tunnel, all of them after
  /// `worker_shutdown_timeout`.
  public void end() {
    ending = true;
    site.upstreams().end();
    shutdownTimeout()
        .ifPresent(
            millis ->
                site.loops()
                    .group()
                    .next()
                    .schedule(() -> clients.close(), millis, TimeUnit.MILLISECONDS));
    for (Channel client : clients) {
      client.eventLoop().execute(() -> client.pipeline().fireUserEventTriggered(Ending.GRACEFUL));
    }
  }

  private OptionalLong shutdownTimeout() {
    return site.configuration().body("worker_shutdown_timeout").findFirst().stream()
        .mapToLong(d -> Quantities.milliseconds(d.parameter()).orElse(0))
        .findFirst();
  }

  /// Lets go of files that were renamed.
  public void reopenLogs() {
    site.logs().ifPresent(logs -> logs.reopen(site.clock().instant()));
  }

  /// Completes when no connection is left; counts those open now.
  public ChannelGroupFuture ended() {
    return clients.newCloseFuture();
  }

  /// Closes every connection.
  public void close() {
    clients.close().awaitUninterruptibly();
    site.close();
  }
}
