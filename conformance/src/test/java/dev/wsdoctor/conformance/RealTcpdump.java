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

/// Debian's tcpdump, capturing on loopback until it is closed.
final class RealTcpdump implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(5);

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

  /// Ends the capture; the file is complete then.
  Path stop() {
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

  @Override
  public void close() {
    stop();
    folder.close();
  }
}
