package dev.wsdoctor.sandbox;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Prefixes;
import dev.wsdoctor.conf.SourceFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/// A configuration in a folder of its own that can be run on loopback as often as wanted: listeners
/// on free ports, upstreams where the caller has them, logs and temporary files in the folder, and
/// throw-away certificates in the place of those that cannot be read. Lines keep their numbers.
///
/// Gone after `close`, or with the Java process.
public final class LoopbackCopy implements AutoCloseable {
  private static final long POLL_NANOS = 1_000_000;

  private final Workspace workspace;
  private final PrivateCopy copy;
  private final Set<String> names;
  private final boolean passesVariables;

  private LoopbackCopy(Workspace workspace, PrivateCopy copy, Servers servers) {
    this.workspace = workspace;
    this.copy = copy;
    this.names = servers.names();
    this.passesVariables = servers.haveVariables();
  }

  /// What came of it.
  public sealed interface Made {
    /// It can be run.
    record Ready(LoopbackCopy copy) implements Made {}

    /// There cannot be one, with `FILE:LINE` where that is the reason.
    record Impossible(String why) implements Made {}

    /// Nobody has said where these upstreams are; `known` are all that the configuration names.
    record Incomplete(List<Unmapped> unmapped, Set<String> known) implements Made {}
  }

  /// A peer (`app:3000`, `unix:/run/app.sock`) and the `FILE:LINE` that names it.
  public record Unmapped(String name, String where) {}

  /// A listener: the address and port of the file (`*`, `[::]`, `10.0.0.1`), and the port of
  /// 127.0.0.1 where it is in the copy.
  public record Listener(String address, int port, boolean tls, int moved) {}

  /// Makes a copy.
  ///
  /// @param places `host:port` or `unix:/path` of the file to the `127.0.0.1:port` or `unix:/path`
  ///   that takes its place
  /// @param others the place of all that `places` does not have; without it each must be there
  /// @param unknownValues `127.0.0.1:port` of a server that tells the client of a `proxy_pass` with
  ///   variables, whose value names none of them
  public static Made of(
      Configuration configuration,
      Map<String, String> places,
      Optional<String> others,
      String unknownValues,
      NginxBinary nginx)
      throws IOException {
    Workspace workspace = Workspace.create();
    Made made = new Made.Impossible("");
    try (FreePorts ports = new FreePorts()) {
      PrivateCopy copy = new PrivateCopy(configuration, "", workspace, nginx, ports, Set.of());
      Servers servers = new Servers(places, others, unknownValues);
      copy.write(servers);
      if (!servers.unmapped().isEmpty()) {
        made = new Made.Incomplete(List.copyOf(servers.unmapped()), servers.names());
      } else if (!copy.trouble().isEmpty()) {
        made = new Made.Impossible(copy.trouble());
      } else {
        made = new Made.Ready(new LoopbackCopy(workspace, copy, servers));
      }
      return made;
    } finally {
      if (!(made instanceof Made.Ready)) {
        workspace.close();
      }
    }
  }

  /// The root file of the copy.
  public Path root() {
    return Path.of(workspace.path(PrivateCopy.ROOT));
  }

  /// What came of running it.
  public sealed interface Run {
    /// It listens until this is closed.
    record Listening(AutoCloseable process) implements Run {}

    /// It does not run: why, in nginx's words.
    record Refused(List<String> messages) implements Run {}
  }

  /// Runs it with the program that it was made for; returns when it listens, or does not.
  public Run run(Limits limits) throws IOException {
    RunningNginx running = RunningNginx.start(copy.command(), workspace, limits);
    if (listens(running, limits)) {
      return new Run.Listening(running);
    }
    boolean ended = running.hasEnded();
    running.close();
    String output = workspace.read(RunningNginx.OUTPUT);
    List<String> emergencies =
        Trial.EMERGENCY.matcher(output).results().map(found -> found.group(1)).toList();
    return new Run.Refused(
        !emergencies.isEmpty()
            ? emergencies.stream().map(this::restored).toList()
            : List.of(
                ended
                    ? "it ended at once: " + restored(output.strip())
                    : "it did not listen within %d ms".formatted(limits.start().toMillis())));
  }

  /// nginx writes its pid file when its sockets are open (`ngx_create_pidfile` comes after
  /// `ngx_init_cycle`). A connection would be told of in the error log.
  private boolean listens(RunningNginx running, Limits limits) throws IOException {
    long end = System.nanoTime() + limits.start().toNanos();
    while (System.nanoTime() < end && !running.hasEnded()) {
      if (!workspace.read(WrittenPaths.PID).isBlank()) {
        return true;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return false;
  }

  /// What relative paths of the original are relative to.
  public Prefixes prefixes() {
    return copy.prefixes();
  }

  /// Its listeners on TCP, in the order of the file.
  public List<Listener> listeners() {
    return copy.listeners().tcp();
  }

  /// The peers that the configuration writes out.
  public Set<String> names() {
    return names;
  }

  /// Whether there is a `proxy_pass` with variables, which may name other peers.
  public boolean passesVariables() {
    return passesVariables;
  }

  /// Which files are replaced by throw-away ones, one sentence each.
  public List<String> substitutions() {
    return copy.substitutions();
  }

  /// Where the error log of the copy is.
  public Path errorLog() {
    return Path.of(workspace.path(WrittenPaths.ERROR_LOG));
  }

  /// Where the access log of the copy is.
  public Path accessLog() {
    return Path.of(workspace.path(WrittenPaths.ACCESS_LOG));
  }

  /// What the copy says, as if nothing had moved: files and addresses of the original.
  public String restored(String text) {
    return copy.originals().restore(text);
  }

  /// The text of a log, one char per byte; empty when it is not there.
  public String log(Path log) throws IOException {
    return workspace.read(SourceFile.display(String.valueOf(log.getFileName())));
  }

  @Override
  public void close() {
    workspace.close();
  }
}
