package dev.wsdoctor.gateway.loop;

import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;

/// Reads only when asked to, and knows of the socket's options those that are set here.
final class StreamConfig extends DefaultChannelConfig {
  private final StreamChannel stream;

  StreamConfig(StreamChannel channel) {
    super(channel);
    this.stream = channel;
    setAutoRead(false);
  }

  @Override
  public <T> boolean setOption(ChannelOption<T> option, T value) {
    if (option.equals(ChannelOption.SO_KEEPALIVE)) {
      stream.setOption(
          SocketOptions.SOL_SOCKET, SocketOptions.SO_KEEPALIVE, value.equals(true) ? 1 : 0);
      return true;
    }
    return super.setOption(option, value);
  }
}
