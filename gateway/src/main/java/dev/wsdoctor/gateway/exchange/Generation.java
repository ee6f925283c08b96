package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.directive.Quantities;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelGroupFuture;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The connections that came in under one configuration; they keep it until they end, as those of
/// an old worker do.
public final class Generation {
  private static final long END_LIMIT_MILLIS = 2000;

  /// A machine may be dialled by any address of a whole network, such as 127.0.0.0/8.
  private static final int MOST_DOORS = 1000;

  private final Site site;
  private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final Set<MovedTunnel> tunnels = ConcurrentHashMap.newKeySet();
  private final OpenConnections open = new OpenConnections();
  private final Map<Door, Entrance> entrances = new ConcurrentHashMap<>();
  private volatile boolean ending;

  /// Where a connection comes in: at a socket that listens, by the address dialled.
  record Door(Acceptor acceptor, Optional<SocketAddress> dialled) {}

  /// Told to every connection of a generation that is to end.
  enum Ending {
    GRACEFUL
  }

  public Generation(Site site) {
    this.site = site;
    site.renewal().start();
  }

  /// The configuration of these connections.
  public Site site() {
    return site;
  }

  /// Whether connections are to close after the request at hand.
  boolean isEnding() {
    return ending;
  }

  /// What is made of connections at a door. It is kept here, so that it goes with the
  /// configuration.
  Entrance entrance(Door door, Supplier<Entrance> unknown) {
    Entrance known = entrances.get(door);
    if (known == null) {
      known = unknown.get();
      if (entrances.size() < MOST_DOORS) {
        entrances.put(door, known);
      }
    }
    return known;
  }

  /// A connection that has come in: it gets a thread.
  void accept(Channel client, Entrance entrance) {
    begin();
    entrance.addGates(client.pipeline());
    client.pipeline().addLast(new ClientConnection(this, entrance));
    site.loops()
        .serve(client)
        .addListener(
            served -> {
              if (!served.isSuccess()) {
                finish();
              }
            });
  }

  private void begin() {
    open.began();
    site.traffic().accepted();
  }

  private void finish() {
    site.traffic().closed();
    open.ended();
  }

  /// A connection has its thread.
  void began(Channel client) {
    clients.add(client);
  }

  /// A connection has ended, and its channel is closed.
  void ended(ClientConnection connection) {
    if (!connection.isMoved()) {
      finish();
    }
  }

  /// A tunnel that leaves its channel, which is closed soon.
  void moved(MovedTunnel tunnel) {
    tunnels.add(tunnel);
  }

  /// A tunnel that had left its channel has ended.
  void over(MovedTunnel tunnel) {
    tunnels.remove(tunnel);
    site.traffic().hasAnswered();
    finish();
  }

  /// Connections still open.
  public int connections() {
    return open.count();
  }

  /// Idle connections close at once, the others after their request or tunnel, all of them after
  /// `worker_shutdown_timeout`.
  public void end() {
    ending = true;
    site.upstreams().end();
    shutdownTimeout()
        .ifPresent(
            millis ->
                site.loops().group().next().schedule(this::cut, millis, TimeUnit.MILLISECONDS));
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

  private ChannelGroupFuture cut() {
    ChannelGroupFuture closed = clients.close();
    tunnels.forEach(MovedTunnel::stop);
    return closed;
  }

  /// Completes when no connection is left.
  public CompletionStage<Void> ended() {
    return open.none();
  }

  /// Closes every connection.
  public void close() {
    cut().awaitUninterruptibly();
    tunnels.forEach(MovedTunnel::stop); // those that left their channels meanwhile
    open.none()
        .toCompletableFuture()
        .completeOnTimeout(null, END_LIMIT_MILLIS, TimeUnit.MILLISECONDS)
        .join();
    site.close();
  }
}
