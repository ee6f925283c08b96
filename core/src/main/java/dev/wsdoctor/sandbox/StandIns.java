package dev.wsdoctor.sandbox;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.sandbox.StandIn.Heard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The recording servers on loopback that take the places of upstream peers.
///
/// One thread accepts for all of them, one thread per connection answers. `ports` belongs to the
/// thread that prepares the configuration; `heard` is guarded by itself.
final class StandIns implements Places, AutoCloseable {
  private static final int BACKLOG = 64;

  private final Limits limits;
  private final Selector selector;
  private final Thread acceptor;
  private final Map<Peer, Integer> ports = new LinkedHashMap<>();
  private final List<Heard> heard = new ArrayList<>();
  private final Set<StandIn> open = ConcurrentHashMap.newKeySet();

  StandIns(Limits limits) throws IOException {
    this.limits = limits;
    this.selector = Selector.open();
    this.acceptor = Thread.ofPlatform().daemon().name("sandbox-peers").start(this::accept);
  }

  @Override
  public String of(Peer peer, Directive named) throws IOException {
    return "127.0.0.1:" + portOf(peer);
  }

  /// The loopback port of the stand-in for `peer`; beyond the limit none is opened, and nothing may
  /// be run.
  int portOf(Peer peer) throws IOException {
    Integer known = ports.get(peer);
    if (known != null) {
      return known;
    }
    if (ports.size() >= limits.peers()) {
      ports.put(peer, 0);
      return 0;
    }
    ServerSocketChannel channel = ServerSocketChannel.open();
    channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_ACCEPT, peer);
    selector.wakeup();
    int port = channel.socket().getLocalPort();
    ports.put(peer, port);
    return port;
  }

  int size() {
    return ports.size();
  }

  Map<Peer, Integer> ports() {
    return ports;
  }

  /// What was heard since the last call.
  List<Heard> takeHeard() {
    synchronized (heard) {
      List<Heard> taken = List.copyOf(heard);
      heard.clear();
      return taken;
    }
  }

  private void accept() {
    try {
      while (selector.isOpen()) {
        selector.select(this::accept);
      }
    } catch (ClosedSelectorException | IOException _) {
      // The confirmation is over.
    }
  }

  private void accept(SelectionKey key) {
    if (!(key.channel() instanceof ServerSocketChannel server)
        || !(key.attachment() instanceof Peer peer)) {
      return;
    }
    try {
      SocketChannel connection = server.accept();
      if (connection != null) {
        StandIn standIn = new StandIn(peer, connection, limits, this::record);
        open.add(standIn);
        Thread.ofPlatform().daemon().name("sandbox-peer").start(() -> serve(standIn));
      }
    } catch (ClosedChannelException _) {
      key.cancel();
    } catch (IOException _) {
      // nginx gave the connection up before it was accepted.
    }
  }

  private void serve(StandIn standIn) {
    standIn.serve();
    open.remove(standIn);
  }

  private void record(Heard request) {
    synchronized (heard) {
      heard.add(request);
    }
  }

  @Override
  public void close() throws IOException {
    List<SelectionKey> keys = List.copyOf(selector.keys());
    selector.close();
    for (SelectionKey key : keys) {
      key.channel().close();
    }
    open.forEach(StandIn::close);
    try {
      acceptor.join(limits.stop());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
