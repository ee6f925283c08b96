package dev.wsdoctor.conformance;

import dev.wsdoctor.directive.NginxVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The nginx of `RealParts`, running a configuration on loopback until it is closed.
///
/// The configuration is the whole file; `daemon` and `pid` are added on the command line unless it
/// sets them. Its folder is the prefix, so relative names stay inside it.
public final class RealNginx implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(10);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(5);

  /// At the beginning of a line: further in it is that of a block.
  private static final Pattern OWN_ERROR_LOG = Pattern.compile("(?m)^error_log\\s");

  private static final Pattern PID = Pattern.compile("(?m)^\\s*pid\\s+([^\\s;]+)");

  private final TemporaryFolder folder;
  private final Process process;

  private RealNginx(TemporaryFolder folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /// Starts nginx with this configuration and returns when all of `ports` accept.
  public static RealNginx start(String configuration, int... ports) {
    TemporaryFolder folder = TemporaryFolder.create("real-nginx");
    folder.write("nginx.conf", configuration);
    return startIn(folder, ports);
  }

  /// Starts nginx with the `nginx.conf` in a folder that holds more files, and owns the folder.
  public static RealNginx startIn(TemporaryFolder folder, int... ports) {
    String configuration = folder.read("nginx.conf");
    RealNginx nginx = new RealNginx(folder, run(command(folder, configuration), folder));
    nginx.await(
        "nginx to listen",
        () -> nginx.isDead() || (nginx.hasPid(configuration) && allAccept(ports)));
    if (nginx.isDead()) {
      String said = folder.read("output") + folder.read("error.log");
      folder.close();
      throw new IllegalStateException("nginx did not start: " + said);
    }
    return nginx;
  }

  /// What `nginx -t` says about a configuration.
  public record Verdict(boolean ok, String output) {}

  public static Verdict test(String configuration) {
    try (TemporaryFolder folder = TemporaryFolder.create("real-nginx")) {
      folder.write("nginx.conf", configuration);
      List<String> command = command(folder, configuration);
      command.add("-t");
      Process process = run(command, folder);
      waitFor(process, START_LIMIT);
      return new Verdict(process.exitValue() == 0, folder.read("output"));
    }
  }

  /// The version that the binary names.
  public static NginxVersion version() {
    return Version.OF_BINARY;
  }

  /// Asked once.
  private static final class Version {
    static final NginxVersion OF_BINARY = ask();
  }

  private static NginxVersion ask() {
    try (TemporaryFolder folder = TemporaryFolder.create("real-nginx")) {
      waitFor(run(List.of(RealParts.NGINX.toString(), "-v"), folder), START_LIMIT);
      return NginxVersion.find(folder.read("output")).orElseThrow();
    }
  }

  private static List<String> command(TemporaryFolder folder, String configuration) {
    Path path = folder.path();
    List<String> command =
        new ArrayList<>(List.of(RealParts.NGINX.toString(), "-p", path + "/", "-c"));
    command.add(path + "/nginx.conf");
    String globals = sets("daemon", configuration) ? "" : "daemon off;";
    globals += sets("pid", configuration) ? "" : "pid " + path + "/nginx.pid;";
    if (takesErrorLog()) {
      command.addAll(List.of("-e", path + "/error.log"));
    } else if (!OWN_ERROR_LOG.matcher(configuration).find()) {
      globals += "error_log " + path + "/error.log;";
    }
    command.addAll(List.of("-g", globals));
    return command;
  }

  /// Since 1.19.5 the option `-e` says where errors go before the configuration does.
  public static boolean takesErrorLog() {
    return version().isAtLeast(1, 19, 5);
  }

  private static boolean sets(String directive, String configuration) {
    return Pattern.compile("(?m)^\\s*" + directive + "\\s").matcher(configuration).find();
  }

  private static Process run(List<String> command, TemporaryFolder folder) {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(folder.path().resolve("output").toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// nginx writes its pid file when the configuration is loaded and all sockets are bound.
  private boolean hasPid(String configuration) {
    Matcher pid = PID.matcher(configuration);
    String name = pid.find() ? pid.group(1) : "nginx.pid";
    return Files.exists(folder.path().resolve(name));
  }

  private static boolean allAccept(int... ports) {
    for (int port : ports) {
      if (!Ports.accepts(port)) {
        return false;
      }
    }
    return true;
  }

  private boolean isDead() {
    return !process.isAlive();
  }

  private void await(String what, BooleanSupplier condition) {
    Instant end = Instant.now().plus(START_LIMIT);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        close();
        throw new IllegalStateException("waited " + START_LIMIT + " for " + what);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /// Replaces the configuration, sends SIGHUP and returns when only new workers accept.
  public void reload(String configuration) {
    folder.write("nginx.conf", configuration);
    List<ProcessHandle> before = process.children().toList();
    signal("HUP");
    await("new workers", () -> before.stream().allMatch(RealNginx::hasStoppedAccepting));
  }

  /// A worker that still holds connections says so in its title, which only /proc shows.
  private static boolean hasStoppedAccepting(ProcessHandle worker) {
    try {
      return Files.readString(Path.of("/proc/" + worker.pid() + "/cmdline"))
          .contains("shutting down");
    } catch (IOException _) {
      return true;
    }
  }

  /// The process ids of the workers, the old ones that still hold connections among them.
  public Set<Long> workers() {
    await("workers", () -> process.children().findAny().isPresent()); // it listens before they are
    return process.children().map(ProcessHandle::pid).collect(Collectors.toSet());
  }

  /// Sends a signal (`HUP`, `USR1`) to the master process.
  public void signal(String name) {
    try {
      waitFor(
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start(), STOP_LIMIT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ends nginx after the requests at hand, and returns when it has ended.
  public void quit() {
    signal("QUIT");
    await("nginx to end", this::isDead);
  }

  /// The error log so far; empty unless the configuration sends it elsewhere.
  public String errorLog() {
    return folder.read("error.log");
  }

  /// The folder that is nginx's prefix: `nginx.conf`, `error.log` and what the configuration names.
  public Path folder() {
    return folder.path();
  }

  /// A file below the prefix, as text with one char per byte.
  public String read(String name) {
    try {
      return Files.readString(folder.path().resolve(name), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  /// Ends nginx and its workers and deletes the folder.
  @Override
  public void close() {
    List<ProcessHandle> workers = process.children().toList();
    process.destroy();
    if (!waitFor(process, STOP_LIMIT)) {
      workers.forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      waitFor(process, STOP_LIMIT);
    }
    folder.close();
  }

  private static boolean waitFor(Process process, Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
