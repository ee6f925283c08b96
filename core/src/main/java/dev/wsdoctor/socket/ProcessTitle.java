package dev.wsdoctor.socket;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A process of nginx and the title that it gave itself (ngx_setproctitle): nginx writes it over
/// its arguments, so that they stand there as one text. wsdoctor's gateway is known by an argument.
public record ProcessTitle(long pid, String text) {
  private static final Path PROCESSES = Path.of("/proc");
  private static final String MASTER = "nginx: master process";
  private static final String WORKER = "nginx: worker process";

  /// An argument of the JVM that wsdoctor's gateway is: to its parent, a worker process.
  private static final String GATEWAY = "\0-Dgateway.master=";

  private static final String LEAVING = "is shutting down";

  /// The masters and workers that run now; none on a system without /proc.
  public static List<ProcessTitle> running() {
    List<ProcessTitle> running = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      for (Path process : all) {
        ProcessTitle title = of(Long.parseLong(process.getFileName().toString()));
        if (title.isMaster() || title.isWorker()) {
          running.add(title);
        }
      }
    } catch (IOException _) {
      return List.of();
    }
    return running;
  }

  /// The title of one process, empty when it has ended.
  public static ProcessTitle of(long pid) {
    try {
      Path file = folder(pid).resolve("cmdline");
      return new ProcessTitle(pid, Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException _) {
      return new ProcessTitle(pid, "");
    }
  }

  private static Path folder(long pid) {
    return PROCESSES.resolve(Long.toString(pid));
  }

  /// Where the kernel shows the process.
  public Path folder() {
    return folder(pid);
  }

  public boolean isMaster() {
    return text.startsWith(MASTER);
  }

  public boolean isWorker() {
    return text.startsWith(WORKER) || text.contains(GATEWAY);
  }

  /// A worker that takes no new connections any more.
  public boolean isLeaving() {
    return isWorker() && text.contains(LEAVING);
  }
}
