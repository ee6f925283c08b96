package dev.wsdoctor.gateway.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProxyGateTest {
  private static final String HEADER = "PROXY TCP4 192.0.2.1 198.51.100.2 1234 443\r\n";

  private final List<Object> events = new ArrayList<>();

  @Test
  void takesTheHeaderOffHoweverItIsCut() {
    String all = HEADER + "GET / HTTP/1.1\r\n";
    for (int cut = 0; cut <= all.length(); cut++) {
      events.clear();
      EmbeddedChannel channel = channel();
      channel.writeInbound(bytes(all.substring(0, cut)), bytes(all.substring(cut)));
      assertThat(events).hasSize(1);
      assertThat(events.getFirst()).isInstanceOf(ProxyHeaderEvent.Known.class);
      assertThat(received(channel)).as("cut at " + cut).isEqualTo("GET / HTTP/1.1\r\n");
      assertThat(channel.pipeline().get(ProxyGate.class)).isNull();
      channel.finishAndReleaseAll();
    }
  }

  @Test
  void closesWhatHasNone() {
    EmbeddedChannel channel = channel();
    channel.writeInbound(bytes("GET / HTTP/1.1\r\n"));
    assertThat(events)
        .containsExactly(new ProxyHeaderEvent.Broken("broken header: \"GET / HTTP/1.1\""));
    assertThat(channel.isOpen()).isFalse();
    assertThat(received(channel)).isEmpty();
  }

  @Test
  void closesWhoSaysNothing() {
    EmbeddedChannel channel = channel();
    channel.writeInbound(bytes("PROXY "));
    channel.advanceTimeBy(61, java.util.concurrent.TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(events)
        .containsExactly(
            new ProxyHeaderEvent.Broken("client timed out (110: Connection timed out)"));
    assertThat(channel.isOpen()).isFalse();
  }

  private EmbeddedChannel channel() {
    return new EmbeddedChannel(
        new ProxyGate(Duration.ofSeconds(60)),
        new ChannelInboundHandlerAdapter() {
          @Override
          public void userEventTriggered(ChannelHandlerContext context, Object event) {
            events.add(event);
          }
        });
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
  }

  private static String received(EmbeddedChannel channel) {
    var text = new StringBuilder();
    for (ByteBuf part = channel.readInbound(); part != null; part = channel.readInbound()) {
      text.append(part.toString(StandardCharsets.ISO_8859_1));
      part.release();
    }
    return text.toString();
  }
}
