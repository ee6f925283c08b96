import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/// The round trip of a message to an echo server, directly and through a tap that records, prints
/// and writes a capture. Both sides take turns, block by block, so that the machine's mood hits
/// both. Run by tap.sh.
final class TapLatency {
  private static final int BLOCKS = 10;
  private static final int WARM_UP = 2_000;
  private static final byte[] REQUEST =
      ("GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
          .getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ANSWER =
      ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  private TapLatency() {}

  public static void main(String[] arguments) throws Exception {
    String program = arguments[0];
    Path folder = Path.of(arguments[1]);
    int messages = Integer.parseInt(arguments[2]);
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    try (ServerSocket echo = new ServerSocket(0, 50, loopback);
        ServerSocket free = new ServerSocket(0, 1, loopback)) {
      int tapPort = free.getLocalPort();
      free.close();
      Thread.ofPlatform().daemon().start(() -> serve(echo));
      Process tap = tap(program, folder, tapPort, echo.getLocalPort());
      try {
        System.out.printf(
            Locale.ROOT,
            "%-28s %10s %10s %10s %10s %8s%n",
            "message, backend's own time",
            "direct p50",
            "tap p50",
            "direct p99",
            "tap p99",
            "p50 +");
        for (Case one : cases(messages)) {
          measure(one, echo.getLocalPort(), tapPort);
        }
      } finally {
        tap.destroy();
        tap.waitFor();
      }
    }
  }

  /// `thinks`: how long the server takes before it echoes, in microseconds.
  private record Case(int bytes, int thinks, int messages) {}

  private static List<Case> cases(int messages) {
    return List.of(
        new Case(32, 0, messages),
        new Case(16_384, 0, messages),
        new Case(32, 1_000, messages / 4),
        new Case(32, 10_000, messages / 15),
        new Case(32, 50_000, messages / 60));
  }

  private static Process tap(String program, Path folder, int port, int to) throws Exception {
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(
                program,
                "tap",
                "--listen",
                "" + port,
                "--to",
                "127.0.0.1:" + to,
                "--pcapng",
                folder.resolve("capture.pcapng").toString())
            .redirectOutput(folder.resolve("transcript").toFile())
            .redirectError(said.toFile())
            .start();
    for (int i = 0; i < 4_000 && !Files.readString(said).contains("tapping"); i++) {
      LockSupport.parkNanos(5_000_000);
    }
    return process;
  }

  private static void serve(ServerSocket listener) {
    while (true) {
      try {
        Socket socket = listener.accept();
        Thread.ofPlatform().daemon().start(() -> echo(socket));
      } catch (IOException _) {
        return;
      }
    }
  }

  /// Echoes each frame unmasked; its first eight bytes say how long to wait before.
  private static void echo(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      in.readNBytes(REQUEST.length);
      socket.getOutputStream().write(ANSWER);
      while (true) {
        byte[] payload = frame(in);
        long thinks =
            payload.length < 8
                ? 0
                : Long.parseLong(new String(payload, 0, 8, StandardCharsets.US_ASCII));
        long end = System.nanoTime() + thinks * 1_000;
        while (thinks > 0 && System.nanoTime() < end) {
          LockSupport.parkNanos(end - System.nanoTime());
        }
        socket.getOutputStream().write(framed(payload, false));
      }
    } catch (IOException _) {
      // The client has left.
    }
  }

  private static byte[] frame(DataInputStream in) throws IOException {
    in.readUnsignedByte();
    int second = in.readUnsignedByte();
    int length = (second & 0x7f) == 126 ? in.readUnsignedShort() : second & 0x7f;
    // The key is zero, so that masking changes nothing.
    in.readNBytes((second & 0x80) == 0 ? 0 : 4);
    return in.readNBytes(length);
  }

  private static byte[] framed(byte[] payload, boolean masked) {
    int extra = payload.length > 125 ? 2 : 0;
    int key = masked ? 4 : 0;
    byte[] out = new byte[2 + extra + key + payload.length];
    out[0] = (byte) 0x82;
    out[1] = (byte) ((extra > 0 ? 126 : payload.length) | (masked ? 0x80 : 0));
    if (extra > 0) {
      out[2] = (byte) (payload.length >> 8);
      out[3] = (byte) payload.length;
    }
    System.arraycopy(payload, 0, out, 2 + extra + key, payload.length);
    return out;
  }

  private static void measure(Case one, int direct, int tapped) throws IOException {
    try (Client straight = new Client(direct, one);
        Client through = new Client(tapped, one)) {
      int warm = one.thinks() == 0 ? WARM_UP : 50;
      straight.ask(warm);
      through.ask(warm);
      List<long[]> without = new ArrayList<>();
      List<long[]> with = new ArrayList<>();
      for (int block = 0; block < BLOCKS; block++) {
        without.add(straight.ask(Math.max(5, one.messages() / BLOCKS)));
        with.add(through.ask(Math.max(5, one.messages() / BLOCKS)));
      }
      print(one, sorted(without), sorted(with));
    }
  }

  private static long[] sorted(List<long[]> blocks) {
    return blocks.stream().flatMapToLong(Arrays::stream).sorted().toArray();
  }

  private static void print(Case one, long[] without, long[] with) {
    double before = at(without, 50);
    double after = at(with, 50);
    System.out.printf(
        Locale.ROOT,
        "%-28s %7.0f us %7.0f us %7.0f us %7.0f us %+6.1f %%%n",
        "%,d B, %s"
            .formatted(one.bytes(), one.thinks() == 0 ? "none" : one.thinks() / 1_000 + " ms"),
        before,
        after,
        at(without, 99),
        at(with, 99),
        (after / before - 1) * 100);
  }

  private static double at(long[] sorted, int percent) {
    return sorted[(int) Math.min(sorted.length - 1, (long) sorted.length * percent / 100)]
        / 1_000.0;
  }

  private static final class Client implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final byte[] message;

    Client(int port, Case one) throws IOException {
      socket = new Socket("127.0.0.1", port);
      socket.setTcpNoDelay(true);
      InputStream raw = socket.getInputStream();
      in = new DataInputStream(raw);
      out = socket.getOutputStream();
      byte[] payload = new byte[one.bytes()];
      Arrays.fill(payload, (byte) 'x');
      byte[] thinks = "%08d".formatted(one.thinks()).getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(thinks, 0, payload, 0, 8);
      message = framed(payload, true);
      out.write(REQUEST);
      in.readNBytes(ANSWER.length);
    }

    /// The times of so many round trips, in nanoseconds.
    long[] ask(int count) throws IOException {
      long[] times = new long[count];
      for (int i = 0; i < count; i++) {
        long start = System.nanoTime();
        out.write(message);
        frame(in);
        times[i] = System.nanoTime() - start;
      }
      return times;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
