package dev.wsdoctor.probe;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// TCP or a unix socket. A selector waits, since the channels of unix sockets know no timeouts.
final class PlainWire implements Wire {
  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;

  private PlainWire(SocketChannel channel, Selector selector) throws IOException {
    this.channel = channel;
    this.selector = selector;
    channel.configureBlocking(false);
    this.key = channel.register(selector, 0);
  }

  static PlainWire connect(SocketAddress address, Deadline deadline) throws IOException {
    SocketChannel channel =
        address instanceof UnixDomainSocketAddress
            ? SocketChannel.open(StandardProtocolFamily.UNIX)
            : SocketChannel.open();
    Selector selector = Selector.open();
    try {
      PlainWire wire = new PlainWire(channel, selector);
      wire.finish(address, deadline);
      return wire;
    } catch (IOException e) {
      channel.close();
      selector.close();
      throw e;
    }
  }

  private void finish(SocketAddress address, Deadline deadline) throws IOException {
    boolean connected = channel.connect(address);
    while (!connected) {
      await(SelectionKey.OP_CONNECT, deadline);
      connected = channel.finishConnect();
    }
  }

  @Override
  public int read(byte[] into, Deadline deadline) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(into);
    int count = channel.read(buffer);
    while (count == 0) {
      await(SelectionKey.OP_READ, deadline);
      count = channel.read(buffer);
    }
    return count;
  }

  @Override
  public void write(byte[] bytes, Deadline deadline) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    channel.write(buffer);
    while (buffer.hasRemaining()) {
      await(SelectionKey.OP_WRITE, deadline);
      channel.write(buffer);
    }
  }

  private void await(int operation, Deadline deadline) throws IOException {
    Duration left = deadline.remaining();
    if (left.isZero()) {
      throw new SocketTimeoutException("waited " + deadline.describe());
    }
    key.interestOps(operation);
    selector.selectedKeys().clear();
    // select(0) would wait for ever.
    selector.select(Math.max(1, left.toMillis()));
  }

  @Override
  public void close() throws IOException {
    channel.close();
    selector.close();
  }
}
