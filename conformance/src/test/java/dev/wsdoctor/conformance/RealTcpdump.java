package dev.wsdoctor.conformance;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// Debian's tcpdump, capturing on loopback until it is closed.
final class RealTcpdump implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(5);
  private static final Duration PAUSE = Duration.ofMillis(25);

  /// So many reports that say the same, one after another.
  private static final int SETTLED = 6;

  private static final Pattern REPORT =
      Pattern.compile("(\\d+) packets? captured, (\\d+) packets? received by filter");

  private final TemporaryFolder folder = TemporaryFolder.create("real-tcpdump");
  private final Process process;

  private RealTcpdump(String network, List<String> words) {
    List<String> command =
        new ArrayList<>(
            List.of(RealParts.TCPDUMP.toString(), "-i", network, "--immediate-mode", "-U"));
    // Its usual buffer holds eight packets of the largest size, and loses the rest.
    command.addAll(List.of("-B", "65536", "-w"));
    command.add(file().toString());
    command.addAll(words);
    try {
      this.process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.path().resolve("output").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Captures what `words` say (options and an expression); the test is skipped where this user may
  /// not, and fails for that on CI.
  static RealTcpdump start(String network, String... words) {
    RealTcpdump tcpdump = new RealTcpdump(network, List.of(words));
    Instant end = Instant.now().plus(LIMIT);
    while (!tcpdump.said().contains("listening on")
        && tcpdump.process.isAlive()
        && Instant.now().isBefore(end)) {
      LockSupport.parkNanos(POLL.toNanos());
    }
    if (!tcpdump.said().contains("listening on")) {
      String said = tcpdump.said();
      tcpdump.close();
      if ("true".equals(System.getenv("CI"))) {
        fail("tcpdump does not capture: " + said);
      }
      assumeTrue(false, "tcpdump may not capture here, so this is not tested: " + said);
    }
    return tcpdump;
  }

  private String said() {
    return folder.read("output");
  }

  Path file() {
    return folder.path().resolve("packets.pcap");
  }

  /// Ends the capture when nothing more has come for a while; the file is complete then. What the
  /// kernel has and tcpdump has not read yet would be lost with a signal alone.
  Path stop() {
    Instant end = Instant.now().plus(LIMIT);
    Report last = Report.UNKNOWN;
    for (int same = 0; same < SETTLED && process.isAlive() && Instant.now().isBefore(end); ) {
      Report next = report(end);
      same = next.isWhole() && next.equals(last) ? same + 1 : 0;
      last = next;
    }
    process.destroy();
    try {
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
    return file();
  }

  /// What tcpdump has written, and what the kernel has for it, as it says itself.
  private record Report(int captured, int received) {
    static final Report UNKNOWN = new Report(0, -1);

    static List<Report> all(String said) {
      return REPORT
          .matcher(said)
          .results()
          .map(
              found ->
                  new Report(Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2))))
          .toList();
    }

    /// On loopback the kernel shows each packet twice, as it goes and as it comes.
    boolean isWhole() {
      return received == captured || received == 2 * captured;
    }
  }

  /// Asks for another one (SIGUSR1) and waits for it.
  private Report report(Instant end) {
    int before = Report.all(said()).size();
    try {
      new ProcessBuilder("kill", "-USR1", Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List<Report> all = Report.all(said());
    while (all.size() <= before && process.isAlive() && Instant.now().isBefore(end)) {
      LockSupport.parkNanos(PAUSE.toNanos());
      all = Report.all(said());
    }
    LockSupport.parkNanos(PAUSE.toNanos());
    return all.isEmpty() ? Report.UNKNOWN : all.getLast();
  }

  @Override
  public void close() {
    stop();
    folder.close();
  }
}
