package dev.wsdoctor.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PacedSendingTest {
  private static final long START = 1000;

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private Instant now = Instant.ofEpochSecond(START);

  private final PacedSending sending =
      new PacedSending(new Pace(100, 0), () -> now, START, channel, channel::write);

  private void give(String text) {
    sending.add(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
  }

  /// What has gone out since the last look.
  private int seen() {
    int length = 0;
    ByteBuf next = channel.readOutbound();
    while (next != null) {
      length += next.readableBytes();
      next.release();
      next = channel.readOutbound();
    }
    return length;
  }

  @Test
  void nothingGoesBeyondTheSecond() {
    give("x".repeat(250));
    ChannelFuture end = sending.flushed();
    channel.runPendingTasks();
    assertThat(seen()).isEqualTo(100);
    assertThat(end.isDone()).isFalse();
    assertThat(sending.isEmpty()).isFalse();
    sending.end();
  }

  @Test
  void whatIsAllowedGoesAtOnce() {
    now = Instant.ofEpochSecond(START + 9);
    give("x".repeat(600));
    give("y".repeat(300));
    ChannelFuture end = sending.flushed();
    channel.runPendingTasks();
    assertThat(seen()).isEqualTo(900);
    assertThat(end.isSuccess()).isTrue();
  }

  @Test
  void whatIsLeftIsLetGo() {
    ByteBuf rest = Unpooled.buffer().writeZero(300);
    sending.add(rest);
    sending.run();
    sending.end();
    assertThat(sending.isEmpty()).isTrue();
    seen();
    assertThat(rest.refCnt()).isZero();
  }
}
