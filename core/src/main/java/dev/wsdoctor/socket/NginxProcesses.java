package dev.wsdoctor.socket;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The processes of nginx by their titles in /proc (ngx_setproctitle), and their sockets. It keeps
/// what it has read of the sockets; it is for one thread.
final class NginxProcesses {
  private static final Pattern PARENT = Pattern.compile("^PPid:\\s+(\\d+)", Pattern.MULTILINE);
  private static final Pattern MEMORY = Pattern.compile("^VmRSS:\\s+(\\d+) kB", Pattern.MULTILINE);
  private static final Pattern OPEN_FILES = Pattern.compile("Max open files\\s+(\\d+)");
  private static final int KILO = 1024;

  private List<ProcessTitle> running = List.of();
  private Map<Long, Descriptors> descriptors = new HashMap<>();
  private InodeMap<Owner> owners = new InodeMap<>();

  /// Which process has a socket, and by which number. A listening socket that several share is any
  /// one's.
  record Owner(long pid, int descriptor) {
    private static final Owner NONE = new Owner(0, 0);

    boolean isNginx() {
      return pid != 0;
    }
  }

  /// A socket of nginx.
  record Held(TcpSocket socket, Owner owner) {}

  /// Finds those that run now; none on a system without /proc. True when there are others than at
  /// the last time.
  boolean find() {
    running = ProcessTitle.running();
    Map<Long, Descriptors> kept = new HashMap<>();
    running.forEach(
        one -> kept.put(one.pid(), descriptors.getOrDefault(one.pid(), new Descriptors())));
    boolean changed = !kept.keySet().equals(descriptors.keySet());
    descriptors = kept;
    return changed;
  }

  /// Reads their sockets again; `alive` are the inodes of all that there are.
  void readSockets(Set<Long> alive) {
    InodeMap<Owner> found = new InodeMap<>(owners.size());
    for (ProcessTitle one : running) {
      Descriptors sockets = descriptors.getOrDefault(one.pid(), new Descriptors());
      sockets.read(one.folder().resolve("fd"), alive);
      sockets
          .byInode()
          .forEach((inode, descriptor) -> found.put(inode, new Owner(one.pid(), descriptor)));
    }
    owners = found;
  }

  /// Whose it was when they were read.
  Owner owner(TcpSocket socket) {
    return owners.get(socket.inode(), Owner.NONE);
  }

  /// As they were found and read; one that has ended meanwhile is shown as far as it was read.
  List<NginxProcess> processes(Instant now) {
    return running.stream().map(title -> process(title, now)).toList();
  }

  private NginxProcess process(ProcessTitle title, Instant now) {
    Path folder = title.folder();
    String status = text(folder.resolve("status"));
    Descriptors sockets = descriptors.getOrDefault(title.pid(), new Descriptors());
    return new NginxProcess(
        title.pid(),
        number(PARENT, status).orElse(0),
        title.isMaster(),
        title.isLeaving(),
        sockets.isReadable(),
        sockets.byInode(),
        sockets.openFiles(),
        number(OPEN_FILES, text(folder.resolve("limits"))),
        number(MEMORY, status).stream().map(kilobytes -> kilobytes * KILO).findFirst(),
        age(title.pid(), now));
  }

  private static Optional<Duration> age(long pid, Instant now) {
    return ProcessHandle.of(pid)
        .flatMap(handle -> handle.info().startInstant())
        .map(start -> Duration.between(start, now));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException _) {
      return ""; // it has ended
    }
  }

  private static OptionalLong number(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }
}
