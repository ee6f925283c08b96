import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Parser;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.nginx.Connection;
import dev.wsdoctor.nginx.Decision;
import dev.wsdoctor.nginx.FileView;
import dev.wsdoctor.nginx.Nginx;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntConsumer;

/// Parsing and deciding when everything is warm. Run by warm.sh; the arguments are two
/// configurations of generate.py with 1,000 and 10,000 servers.
final class Warm {
  private static final NginxVersion VERSION = new NginxVersion(1, 22, 1);
  private static final FileView NO_FILES = _ -> FileView.Kind.UNKNOWN;
  private static final int ROUNDS = 15;
  private static final int DECISIONS = 20_000;

  private Warm() {}

  public static void main(String[] arguments) throws Exception {
    Path small = Path.of(arguments[0]);
    Path large = Path.of(arguments[1]);
    boolean met = parse(large);
    double few = decide(small, 1_000);
    double many = decide(large, 10_000);
    System.out.printf(
        Locale.ROOT, "decision: 10,000 servers cost %.2f times 1,000 servers%n", many / few);
    System.exit(met && many < 20 ? 0 : 1);
  }

  private static boolean parse(Path path) throws Exception {
    byte[] bytes = Files.readAllBytes(path);
    Times times =
        Times.of(
            round -> {
              SourceFile file = SourceFile.of(path.toString(), bytes);
              if (!Parser.parse(file).errors().isEmpty()) {
                throw new IllegalStateException("round " + round + ": the file has errors");
              }
            });
    double megabytes = bytes.length / 1e6;
    System.out.printf(
        Locale.ROOT,
        "parse %.1f MB: best %.0f MB/s, median %.0f MB/s of wall time; median %.0f MB/s of the thread's CPU"
            + "  (bar 40)%n",
        megabytes,
        megabytes / times.best(),
        megabytes / times.median(),
        megabytes / times.medianCpu());
    return megabytes / times.best() >= 40;
  }

  /// Microseconds for one decision, each for another server in turn.
  private static double decide(Path path, int servers) throws Exception {
    Nginx nginx =
        Nginx.of(Configuration.ofDump(path.toString(), Files.readAllBytes(path)), VERSION);
    Connection connection = Connection.plain("127.0.0.1", 8080);
    Times times =
        Times.of(
            round -> {
              for (int i = 0; i < DECISIONS; i++) {
                Decision decision =
                    nginx.decide(connection, request((i * 7919 + round) % servers), NO_FILES);
                if (decision.proxied().isEmpty()) {
                  throw new IllegalStateException(decision.toString());
                }
              }
            });
    double best = times.best() * 1e6 / DECISIONS;
    System.out.printf(
        Locale.ROOT,
        "decision, %,d servers: best %.1f, median %.1f microseconds of wall time; median %.1f of the thread's CPU"
            + "  (bar 20)%n",
        servers,
        best,
        times.median() * 1e6 / DECISIONS,
        times.medianCpu() * 1e6 / DECISIONS);
    return best;
  }

  private static Request request(int server) {
    return new Request(
        "GET",
        "/ws/chat?room=1",
        "HTTP/1.1",
        Fields.of("Host", "site" + server + ".example.com")
            .with("Upgrade", "websocket")
            .with("Connection", "Upgrade")
            .with("Sec-WebSocket-Version", "13")
            .with("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="));
  }

  /// Seconds of each round, in order of length; the rounds of the warm-up are left out.
  private record Times(double[] wall, double[] cpu) {
    static Times of(IntConsumer work) {
      double[] wall = new double[ROUNDS];
      double[] cpu = new double[ROUNDS];
      var threads = ManagementFactory.getThreadMXBean();
      for (int round = -ROUNDS; round < ROUNDS; round++) {
        long began = System.nanoTime();
        long beganCpu = threads.getCurrentThreadCpuTime();
        work.accept(round + ROUNDS);
        if (round >= 0) {
          wall[round] = (System.nanoTime() - began) / 1e9;
          cpu[round] = (threads.getCurrentThreadCpuTime() - beganCpu) / 1e9;
        }
      }
      Arrays.sort(wall);
      Arrays.sort(cpu);
      return new Times(wall, cpu);
    }

    double best() {
      return wall[0];
    }

    double median() {
      return wall[ROUNDS / 2];
    }

    double medianCpu() {
      return cpu[ROUNDS / 2];
    }
  }
}
