package dev.wsdoctor.gateway.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.nginx.Tunnel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Tunnels between real sockets.
class TunnelsTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, SocketLoop.factory().orElseThrow());
  private final List<AutoCloseable> opened = new ArrayList<>(List.of(this::endLoop));

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened) {
      one.close();
    }
  }

  private void endLoop() {
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void bytesGoBothWays() throws Exception {
    Path path = path(limits(LONG, LONG, LONG));
    path.client.getOutputStream().write(bytes("to upstream"));
    path.upstream.getOutputStream().write(bytes("to client"));
    assertThat(path.upstream.getInputStream().readNBytes(11)).asString().isEqualTo("to upstream");
    assertThat(path.client.getInputStream().readNBytes(9)).asString().isEqualTo("to client");
  }

  @Test
  void whatHasComeBeforeGoesOn() throws Exception {
    Pair front = Pair.open(group.next());
    Pair back = Pair.open(group.next());
    opened.addAll(List.of(front.outer(), back.outer()));
    front.outer().getOutputStream().write(bytes("ahead"));
    back.outer().getOutputStream().write(bytes("early"));
    join(front, back, limits(LONG, LONG, LONG), new CompletableFuture<>());
    assertThat(front.outer().getInputStream().readNBytes(5)).asString().isEqualTo("early");
    assertThat(back.outer().getInputStream().readNBytes(5)).asString().isEqualTo("ahead");
  }

  @Test
  void theEndOfOneSideIsTheEndOfBoth() throws Exception {
    Path path = path(limits(LONG, LONG, LONG));
    path.upstream.getOutputStream().write(bytes("last words"));
    path.upstream.close();
    assertThat(path.client.getInputStream().readAllBytes()).asString().isEqualTo("last words");
    assertThat(path.ending())
        .isEqualTo(new Ending(Ending.Cause.UPSTREAM_CLOSED, 0, "", Optional.empty(), 0, 10));
  }

  @Test
  void theClientsEndIsToldApart() throws Exception {
    Path path = path(limits(LONG, LONG, LONG));
    path.client.getOutputStream().write(bytes("bye"));
    path.client.shutdownOutput();
    assertThat(path.upstream.getInputStream().readAllBytes()).asString().isEqualTo("bye");
    assertThat(path.ending())
        .isEqualTo(new Ending(Ending.Cause.CLIENT_CLOSED, 0, "", Optional.empty(), 3, 0));
  }

  @Test
  void aResetIsAFailureOfThatSide() throws Exception {
    Path path = path(limits(LONG, LONG, LONG));
    path.upstream.setSoLinger(true, 0);
    path.upstream.close();
    Ending ending = path.ending();
    assertThat(ending.cause()).isEqualTo(Ending.Cause.UPSTREAM_FAILED);
    assertThat(ending.errno()).isEqualTo(104);
  }

  @Test
  void silenceIsCutByTheReadTimeout() throws Exception {
    Path path = path(limits(Duration.ofMillis(200), LONG, LONG));
    assertThat(path.ending().cause()).isEqualTo(Ending.Cause.UPSTREAM_TIMED_OUT);
    assertThat(path.client.getInputStream().read()).isEqualTo(-1);
    assertThat(path.upstream.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void aClientThatTakesNothingIsCutByItsSendTimeout() throws Exception {
    Path path = path(limits(LONG, LONG, Duration.ofMillis(300)));
    fill(path.upstream);
    assertThat(path.ending().cause()).isEqualTo(Ending.Cause.CLIENT_TIMED_OUT);
  }

  @Test
  void anUpstreamThatTakesNothingIsCutByProxySendTimeout() throws Exception {
    Path path = path(limits(LONG, Duration.ofMillis(300), LONG));
    fill(path.client);
    assertThat(path.ending().cause()).isEqualTo(Ending.Cause.UPSTREAM_TIMED_OUT);
  }

  @Test
  void largeMessagesArriveWholeThoughTheReaderIsSlow() throws Exception {
    for (long seed = 1; seed <= 3; seed++) {
      Path path = path(limits(LONG, LONG, LONG));
      byte[] sent = new byte[9_000_001];
      new Random(seed).nextBytes(sent);
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(() -> write(path.upstream, sent));
      byte[] received = path.client.getInputStream().readNBytes(sent.length);
      sending.get(30, TimeUnit.SECONDS);
      assertThat(received).as("seed %d", seed).isEqualTo(sent);
    }
  }

  @Test
  void stoppingEndsOneTunnelOnly() throws Exception {
    Path one = path(limits(LONG, LONG, LONG));
    Path other = path(limits(LONG, LONG, LONG));
    one.carried.stop();
    assertThat(one.ending().cause()).isEqualTo(Ending.Cause.STOPPED);
    assertThat(one.client.getInputStream().read()).isEqualTo(-1);
    other.client.getOutputStream().write('x');
    assertThat(other.upstream.getInputStream().read()).isEqualTo('x');
  }

  @Test
  void theEndOfTheLoopIsTheEndOfAll() throws Exception {
    Path path = path(limits(LONG, LONG, LONG));
    endLoop();
    assertThat(path.ending().cause()).isEqualTo(Ending.Cause.STOPPED);
    assertThat(path.client.getInputStream().read()).isEqualTo(-1);
    assertThat(path.upstream.getInputStream().read()).isEqualTo(-1);
    path.carried.stop();
  }

  @Test
  void manyTunnelsAtOnceKeepTheirBytesApart() throws Exception {
    List<Path> paths = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      paths.add(path(limits(LONG, LONG, LONG)));
    }
    for (int i = 0; i < paths.size(); i++) {
      paths.get(i).client.getOutputStream().write(bytes("message " + (1000 + i)));
    }
    for (int i = 0; i < paths.size(); i++) {
      assertThat(paths.get(i).upstream.getInputStream().readNBytes(12))
          .asString()
          .isEqualTo("message " + (1000 + i));
    }
  }

  private static Tunnel limits(Duration read, Duration send, Duration clientSend) {
    return new Tunnel(limit(read), limit(send), limit(LONG), limit(clientSend), limit(4096));
  }

  private static <T> Tunnel.Limit<T> limit(T value) {
    return new Tunnel.Limit<>(value, Optional.empty());
  }

  /// Writes until the tunnel takes no more; the socket is closed under it in the end.
  private static void fill(Socket socket) {
    Thread.startVirtualThread(
        () -> {
          byte[] junk = new byte[1 << 20];
          for (int i = 0; i < 64; i++) {
            write(socket, junk);
          }
        });
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void write(Socket socket, byte[] bytes) {
    try {
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
    } catch (IOException _) {
      // the tunnel ended, which the test asserts
    }
  }

  /// A client's and a backend's socket with a tunnel of the loop between them.
  private record Path(
      Socket client, Socket upstream, Carriage carried, CompletableFuture<Ending> end) {
    Ending ending() throws Exception {
      return end.get(20, TimeUnit.SECONDS);
    }
  }

  private Path path(Tunnel limits) throws Exception {
    Pair front = Pair.open(group.next());
    Pair back = Pair.open(group.next());
    opened.addAll(List.of(front.outer(), back.outer()));
    CompletableFuture<Ending> end = new CompletableFuture<>();
    return new Path(front.outer(), back.outer(), join(front, back, limits, end), end);
  }

  private Carriage join(Pair front, Pair back, Tunnel limits, CompletableFuture<Ending> end)
      throws Exception {
    return group
        .next()
        .submit(() -> StreamChannel.join(front.inner(), back.inner(), limits, end::complete))
        .get(20, TimeUnit.SECONDS);
  }
}
