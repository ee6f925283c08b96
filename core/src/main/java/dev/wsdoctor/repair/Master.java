package dev.wsdoctor.repair;

import dev.wsdoctor.sandbox.NginxBinary;
import dev.wsdoctor.socket.ProcessTitle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A running master process of nginx: its program, the root file that it reads, and how it was
/// started.
record Master(long pid, Path program, Path configuration, MasterTitle title) {
  private static final Path PROCESSES = Path.of("/proc");

  /// The masters of this machine whose files are ours too: those in other mount namespaces
  /// (containers) read files of the same names that are not the same.
  static List<Master> running() {
    return ProcessTitle.running().stream()
        .filter(ProcessTitle::isMaster)
        .flatMap(process -> of(process).stream())
        .toList();
  }

  /// Those that read this root file.
  static List<Master> reading(Path configuration) {
    return running().stream().filter(master -> master.reads(configuration)).toList();
  }

  private boolean reads(Path other) {
    try {
      return Files.isSameFile(configuration, other);
    } catch (IOException _) {
      return false;
    }
  }

  private static Optional<Master> of(ProcessTitle process) {
    if (!namespace(process.folder()).equals(namespace(PROCESSES.resolve("self")))) {
      return Optional.empty();
    }
    return MasterTitle.parse(process.text()).flatMap(title -> of(process, title));
  }

  private static Optional<Master> of(ProcessTitle process, MasterTitle title) {
    try {
      Path program = program(process.folder(), title);
      return configuration(program, title)
          .map(file -> new Master(process.pid(), program, file, title));
    } catch (IOException | InvalidPathException _) {
      return Optional.empty();
    }
  }

  /// After an upgrade the running program is a deleted file; the one in its place reads the same.
  private static Path program(Path process, MasterTitle title) throws IOException {
    Path executable = Files.readSymbolicLink(process.resolve("exe"));
    return Files.isExecutable(executable)
        ? executable
        : Path.of(executable.toString().replaceFirst(" \\(deleted\\)$", ""))
            .resolveSibling(String.valueOf(Path.of(title.program()).getFileName()));
  }

  /// `-c`, else what was configured; a relative one lies below the prefix (`ngx_process_options`).
  private static Optional<Path> configuration(Path program, MasterTitle title) {
    Optional<NginxBinary> binary = NginxBinary.at(program.toString());
    Optional<String> named = title.value("-c").or(() -> binary.map(Master::confPath));
    Optional<String> prefix = title.value("-p").or(() -> binary.map(NginxBinary::prefix));
    return named.map(name -> Path.of(prefix.orElse("/")).resolve(name));
  }

  private static String confPath(NginxBinary binary) {
    return binary.argument("conf-path").orElse("conf/nginx.conf");
  }

  private static String namespace(Path process) {
    try {
      return Files.readSymbolicLink(process.resolve("ns/mnt")).toString();
    } catch (IOException _) {
      // Another user's process; only root sees where that one lives.
      return "";
    }
  }

  /// The process ids of the workers that accept connections.
  Set<Long> workers() {
    return ProcessHandle.of(pid).stream()
        .flatMap(ProcessHandle::children)
        .map(ProcessHandle::pid)
        .filter(Master::accepts)
        .collect(Collectors.toSet());
  }

  private static boolean accepts(long worker) {
    ProcessTitle title = ProcessTitle.of(worker);
    return title.isWorker() && !title.isLeaving();
  }

  /// The systemd unit that the process belongs to, by its control group.
  Optional<String> unit() {
    try {
      return unit(Files.readString(PROCESSES.resolve(pid + "/cgroup")));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// The last folder of the group, if that is a service of the system:
  /// `0::/system.slice/x.service`.
  static Optional<String> unit(String controlGroups) {
    return controlGroups
        .lines()
        .map(line -> line.substring(line.lastIndexOf(':') + 1))
        .filter(group -> group.startsWith("/system.slice/"))
        .map(group -> group.substring(group.lastIndexOf('/') + 1))
        .filter(name -> name.endsWith(".service"))
        .findFirst();
  }
}
