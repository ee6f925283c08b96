package dev.wsdoctor.conformance.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.TemporaryFolder;
import dev.wsdoctor.gateway.command.GatewayCommand;
import dev.wsdoctor.gateway.command.Streams;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.spi.ToolProvider;

/// The executable `bin/gateway`, with the classes of this build in the place of those that the
/// first start would build.
public final class GatewayProgram implements AutoCloseable {
  static final Path PATH = Path.of("../bin/gateway").toAbsolutePath().normalize();
  static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(5);

  /// What a call gave.
  record Run(int exitCode, String out, String err) {}

  private final TemporaryFolder built = TemporaryFolder.create("built");

  public GatewayProgram() {
    this(System.getProperty("java.class.path"));
  }

  private GatewayProgram(String classpath) {
    built.write(
        "start",
        "%s/bin/java\n%s\n%s\n%s\n"
            .formatted(
                System.getProperty("java.home"),
                PATH.resolve("../..").normalize(),
                classpath,
                classpath));
    built.write("version", version());
    for (String stamp : List.of("stamp", "jdk")) {
      youngest(built.write(stamp, ""));
    }
  }

  /// One whose classes are in jars, as those of the first start are: out of a folder the JVM can
  /// load none without a descriptor.
  static GatewayProgram packed(TemporaryFolder folder) {
    ToolProvider jar = ToolProvider.findFirst("jar").orElseThrow();
    List<String> packed = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!entry.isEmpty() && Files.isDirectory(Path.of(entry))) {
        String file = folder.path().resolve(packed.size() + ".jar").toString();
        assertThat(jar.run(System.out, System.err, "cf0", file, "-C", entry, ".")).isZero();
        packed.add(file);
      } else {
        packed.add(entry);
      }
    }
    return new GatewayProgram(String.join(File.pathSeparator, packed));
  }

  /// A program that needs no environment: for what starts it by its path.
  public Path wrapped() {
    Path script =
        built.write(
            "gateway",
            "#!/bin/sh\nWSDOCTOR_BUILT=%s exec %s \"$@\"\n".formatted(built.path(), PATH));
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  private static String version() {
    ByteArrayOutputStream error = new ByteArrayOutputStream();
    Streams streams = new Streams(OutputStream.nullOutputStream(), error);
    GatewayCommand.of(streams, Path.of("/")).run(List.of("-V"));
    return error.toString(StandardCharsets.UTF_8);
  }

  private static void youngest(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().plus(Duration.ofHours(1))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Calls it with these words and waits for its end.
  Run run(Path folder, String... words) {
    return run(PATH, folder, words);
  }

  /// Calls another program, or this one, in the same way.
  Run run(Path program, Path folder, String... words) {
    try (TemporaryFolder streams = TemporaryFolder.create("streams")) {
      Path out = streams.path().resolve("out");
      Path err = streams.path().resolve("err");
      Process process =
          builder(program, folder, words)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      waitFor(process);
      return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Starts it, or a program that does; standard output and error go to the files `out` and `err`
  /// of the folder.
  Process start(Path program, TemporaryFolder folder, String... words) {
    try {
      return builder(program, folder.path(), words)
          .redirectOutput(folder.path().resolve("out").toFile())
          .redirectError(folder.path().resolve("err").toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProcessBuilder builder(Path program, Path folder, String... words) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("WSDOCTOR_BUILT", built.path().toString());
    return builder.redirectInput(new File("/dev/null"));
  }

  static void waitFor(Process process) {
    try {
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new IllegalStateException("it did not end within " + LIMIT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static void await(String what, BooleanSupplier condition) {
    Instant end = Instant.now().plus(LIMIT);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        throw new IllegalStateException("waited " + LIMIT + " for " + what);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  @Override
  public void close() {
    built.close();
  }
}
