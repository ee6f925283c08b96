package dev.wsdoctor.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.wsdoctor.socket.TcpSocket.End;
import dev.wsdoctor.socket.TcpSocket.State;
import dev.wsdoctor.socket.TcpSocket.Timer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketsTest {
  private static final End NGINX = new End("127.0.0.1", 8080);
  private static final End BACKEND = new End("127.0.0.1", 9000);

  @Test
  void aLineOfProcIsReadWithItsQueuesAndItsTimer() {
    String line =
        "   3: 0100007F:1F90 0200A8C0:D431 01 00000A00:00000002 01:00000019 00000005  33   0 98765 2 0 20 4 30 10 -1";
    assertThat(ProcTable.read(line))
        .contains(
            new TcpSocket(
                NGINX,
                new End("192.168.0.2", 0xD431),
                State.ESTABLISHED,
                Timer.RETRANSMIT,
                5,
                2,
                0xA00,
                98765,
                Optional.empty()));
    assertThat(ProcTable.read(line).orElseThrow().seemsHalfOpen()).isTrue();
  }

  @Test
  void anAddressOfIpv4InTheTableOfIpv6IsOneOfIpv4() {
    String line =
        "1: 0000000000000000FFFF00000100007F:1F90 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 7";
    assertThat(ProcTable.read(line)).map(TcpSocket::local).contains(NGINX);
    assertThat(ProcTable.read(line)).map(TcpSocket::state).contains(State.LISTEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sl local_address rem_address", "1: zz:zz 0:0 01 0:0 00:0 0 0 0 7"})
  void aLineThatIsNoneIsLeftOut(String line) {
    assertThat(ProcTable.read(line)).isEmpty();
  }

  @Test
  void anAnswerOfTheKernelThatEndsEarlyHasNoActivity() {
    for (int extra = 0; extra < 160; extra++) {
      ByteBuffer message = ByteBuffer.allocate(72 + extra).order(ByteOrder.nativeOrder());
      message.put(0, (byte) 2).put(1, (byte) 1);
      if (extra >= 4) {
        message.putShort(72, (short) 200).putShort(74, (short) 2);
      }
      assertThat(DiagMessage.read(message, new DiagMessage.Addresses()).activity())
          .as("%d bytes more", extra)
          .isEmpty();
    }
  }

  @Test
  void theKernelTellsOfAConnectionByBothWays() throws IOException {
    assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket accepted = server.accept()) {
      client.getOutputStream().write(new byte[1234]);
      accepted.getInputStream().readNBytes(1234);
      End end = new End("127.0.0.1", accepted.getPort());
      for (List<TcpSocket> all :
          List.of(Netlink.sockets(_ -> true, Exclusion.NONE).orElseThrow(), ProcTable.sockets())) {
        TcpSocket found =
            all.stream()
                .filter(s -> s.isEstablished() && s.remote().equals(end))
                .filter(s -> s.local().port() == server.getLocalPort())
                .findFirst()
                .orElseThrow();
        assertThat(found.inode()).isPositive();
        found.activity().ifPresent(a -> assertThat(a.received()).isEqualTo(1234));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "0:0:0:0:0:0:0:1"})
  void theKernelLeavesOutWhatIsExcludedAndNoListener(String address) throws IOException {
    assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
    InetAddress local = InetAddress.ofLiteral(address);
    try (ServerSocket server = new ServerSocket(0, 1, local);
        ServerSocket other = new ServerSocket(0, 1, local);
        Socket client = new Socket(local, server.getLocalPort());
        Socket accepted = server.accept();
        Socket witness = new Socket(local, other.getLocalPort())) {
      int port = server.getLocalPort();
      End end = new End(address, port);
      End same = new End(address, other.getLocalPort());
      assertThat(established(new Exclusion(List.of(port), List.of()), client, accepted, witness))
          .containsExactly(client.getLocalPort(), witness.getLocalPort());
      assertThat(established(new Exclusion(List.of(), List.of(end)), client, accepted, witness))
          .containsExactly(port, witness.getLocalPort());
      assertThat(established(new Exclusion(List.of(1, port), List.of(end)), client, accepted))
          .isEmpty();
      assertThat(
              established(
                  new Exclusion(List.of(1, 2), List.of(new End("192.0.2.1", port), same)),
                  client,
                  accepted,
                  witness))
          .containsExactly(client.getLocalPort(), port);
    }
  }

  /// The local ports of those of these that the kernel tells of; it always tells of the listeners.
  private static List<Integer> established(Exclusion without, Socket... sockets) {
    List<TcpSocket> found = Netlink.sockets(_ -> true, without).orElseThrow();
    assertThat(found).anyMatch(one -> one.state() == State.LISTEN);
    return Arrays.stream(sockets)
        .filter(
            socket ->
                found.stream()
                    .filter(TcpSocket::isEstablished)
                    .anyMatch(
                        one ->
                            one.local().port() == socket.getLocalPort()
                                && one.remote().port() == socket.getPort()))
        .map(Socket::getLocalPort)
        .toList();
  }

  @Test
  void aMapOfInodesKeepsWhatWasPutLast() {
    Random random = new Random(7);
    Map<Long, Long> expected = new HashMap<>();
    InodeMap<Long> map = new InodeMap<>();
    for (long i = 0; i < 5000; i++) {
      long inode = random.nextLong(1, 2000) << random.nextInt(20);
      map.put(inode, i);
      expected.put(inode, i);
    }
    map.put(0, 1L);
    assertThat(map.contains(0)).isFalse();
    assertThat(map.size()).isEqualTo(expected.size());
    expected.forEach((inode, value) -> assertThat(map.get(inode, -1L)).isEqualTo(value));
    assertThat(map.get(1L << 60, -1L)).isEqualTo(-1);
  }

  @Test
  void eachClientGetsTheBackendWhoseBytesMovedAtTheSameMoments() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      List<TcpSocket> clients = new ArrayList<>();
      List<TcpSocket> upstreams = new ArrayList<>();
      Map<Long, Integer> descriptors = new HashMap<>();
      Map<Long, Long> partners = new HashMap<>();
      for (int i = 1; i <= 200; i++) {
        long heard = random.nextInt(600_000);
        long answered = random.nextInt(600_000);
        TcpSocket client = socket(2L * i, NGINX, heard, answered);
        TcpSocket upstream =
            socket(2L * i + 1, BACKEND, answered + random.nextInt(9), heard + random.nextInt(9));
        clients.add(client);
        upstreams.add(upstream);
        descriptors.put(client.inode(), 2 * i);
        descriptors.put(upstream.inode(), 2 * i + 1);
        partners.put(client.inode(), upstream.inode());
      }
      Collections.shuffle(clients, random);
      Collections.shuffle(upstreams, random);
      List<Optional<TcpSocket>> found =
          Pairing.of(held(clients, descriptors), held(upstreams, descriptors), new InodeMap<>());
      for (int i = 0; i < 200; i++) {
        assertThat(found.get(i).map(TcpSocket::inode))
            .as("seed %d", seed)
            .contains(partners.get(clients.get(i).inode()));
      }
    }
  }

  @Test
  void ofManyThatMovedAtOnceTheNeighbouringDescriptorsArePartners() {
    List<TcpSocket> clients = List.of(socket(1, NGINX, 5000, 5000), socket(2, NGINX, 5000, 5000));
    List<TcpSocket> upstreams =
        List.of(socket(3, BACKEND, 5000, 5000), socket(4, BACKEND, 5000, 5000));
    Map<Long, Integer> descriptors = Map.of(1L, 10, 3L, 11, 2L, 12, 4L, 13);
    List<Optional<TcpSocket>> found =
        Pairing.of(held(clients, descriptors), held(upstreams, descriptors), new InodeMap<>());
    assertThat(found).containsExactly(Optional.of(upstreams.get(0)), Optional.of(upstreams.get(1)));
  }

  @Test
  void aClientThatWaitsForItsNextRequestHasNoBackend() {
    List<Optional<TcpSocket>> found =
        Pairing.of(
            held(List.of(socket(1, NGINX, 9000, 9000)), Map.of()),
            held(List.of(socket(3, BACKEND, 100, 100)), Map.of()),
            new InodeMap<>());
    assertThat(found).containsExactly(Optional.empty());
  }

  private static List<NginxProcesses.Held> held(
      List<TcpSocket> sockets, Map<Long, Integer> descriptors) {
    return sockets.stream()
        .map(
            one ->
                new NginxProcesses.Held(
                    one, new NginxProcesses.Owner(7, descriptors.getOrDefault(one.inode(), 0))))
        .toList();
  }

  @Test
  void theSilenceOfAConnectionIsThatOfItsLivelierSide() {
    LiveConnection connection =
        new LiveConnection(
            socket(1, NGINX, 70_000, 30_000),
            Optional.of(socket(2, BACKEND, 29_990, 70_010)),
            worker(),
            Age.UNKNOWN);
    assertThat(connection.silence()).contains(Duration.ofMillis(29_990));
  }

  @Test
  void theAgeOfWhatIsWatchedLiesBetweenTheLooks() {
    Sightings sightings = new Sightings();
    List<TcpSocket> first = List.of(socket(1, NGINX, 5000, 5000));
    List<TcpSocket> second = List.of(first.getFirst(), socket(2, NGINX, 100, 100));
    sightings.see(held(first, Map.of()), seconds(10));
    sightings.see(held(second, Map.of()), seconds(12));
    assertThat(sightings.age(1, seconds(15)))
        .isEqualTo(new Age(Duration.ofSeconds(5), Optional.empty()));
    assertThat(sightings.age(2, seconds(15)))
        .isEqualTo(new Age(Duration.ofSeconds(3), Optional.of(Duration.ofSeconds(5))));
    assertThat(sightings.age(3, seconds(15))).isEqualTo(Age.UNKNOWN);
  }

  private static long seconds(long count) {
    return Duration.ofSeconds(count).toNanos();
  }

  @Test
  void anOldWorkersConnectionIsOlderThanTheWorkersOfAfterTheReload() {
    NginxProcess old = worker(7, true, 3600);
    Generations generations = new Generations(List.of(old, worker(8, false, 600)));
    TcpSocket silent = socket(1, NGINX, 20_000, 45_000);
    assertThat(generations.bound(Age.UNKNOWN, silent, old))
        .isEqualTo(new Age(Duration.ofSeconds(599), Optional.of(Duration.ofSeconds(3600))));
    assertThat(generations.bound(Age.UNKNOWN, silent, worker(8, false, 600)))
        .isEqualTo(new Age(Duration.ofSeconds(45), Optional.of(Duration.ofSeconds(600))));
  }

  private static NginxProcess worker(long pid, boolean leaving, int seconds) {
    return new NginxProcess(
        pid,
        1,
        false,
        leaving,
        true,
        Map.of(),
        9,
        OptionalLong.of(1024),
        OptionalLong.empty(),
        Optional.of(Duration.ofSeconds(seconds)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"32768\t60999\n", "nonsense", ""})
  void theRangeOfLocalPortsIsCountedWithBothEnds(String range) {
    assertThat(LocalPorts.count(range)).isEqualTo(28_232);
  }

  private static TcpSocket socket(long inode, End end, long received, long sent) {
    boolean isClient = end.equals(NGINX);
    End other = new End("127.0.0.1", 40_000 + (int) inode);
    Activity activity =
        new Activity(
            Duration.ofMillis(sent), Duration.ofMillis(received), Duration.ZERO, 0, 10, 10);
    return new TcpSocket(
        isClient ? end : other,
        isClient ? other : end,
        State.ESTABLISHED,
        Timer.NONE,
        0,
        0,
        0,
        inode,
        Optional.of(activity));
  }

  private static NginxProcess worker() {
    return new NginxProcess(
        7,
        1,
        false,
        false,
        true,
        Map.of(),
        9,
        OptionalLong.of(1024),
        OptionalLong.empty(),
        Optional.empty());
  }

  @Test
  void theJvmOfTheGatewayCountsAsAWorker() {
    String jvm = "java\0-XX:+UseSerialGC\0-Dgateway.master=42\0-cp\0a.jar\0dev.wsdoctor.gateway";
    assertThat(new ProcessTitle(43, jvm).isWorker()).isTrue();
    assertThat(new ProcessTitle(43, jvm).isMaster()).isFalse();
    assertThat(new ProcessTitle(43, "java\0-cp\0a.jar").isWorker()).isFalse();
  }
}
