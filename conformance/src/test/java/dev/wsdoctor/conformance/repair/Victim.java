package dev.wsdoctor.conformance.repair;

import dev.wsdoctor.repair.Repairs;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// A process of its own that goes one [Way] and stops for good before one of its steps, so that it
/// can be killed exactly there.
final class Victim {
  private Victim() {}

  /// `arguments`: the way, the number of the step, the folder of backups, the files.
  public static void main(String[] arguments) throws IOException {
    int last = Integer.parseInt(arguments[1]);
    AtomicInteger steps = new AtomicInteger();
    List<Path> files = Arrays.stream(arguments).skip(3).map(Path::of).toList();
    Way.valueOf(arguments[0])
        .go(
            Path.of(arguments[2]),
            files,
            step -> {
              if (steps.incrementAndGet() == last) {
                System.out.println(step);
                waitForTheEnd();
              }
            });
    System.out.println("no such step");
  }

  private static void waitForTheEnd() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Starts the process.
  static Process start(Way way, int step, Path backups, List<Path> files) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                place(Victim.class) + ":" + place(Repairs.class),
                Victim.class.getName(),
                way.name(),
                Integer.toString(step),
                backups.toString()));
    files.forEach(file -> command.add(file.toString()));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /// The folder or the jar that a class was loaded from.
  private static String place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
