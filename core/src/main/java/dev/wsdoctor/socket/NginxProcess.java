package dev.wsdoctor.socket;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// A master or worker process of nginx.
///
/// `isLeaving` is a worker of an earlier configuration that takes no new clients and waits for its
/// last ones. `descriptors` are its sockets, each inode with its number, and `openFiles` all that
/// it has open; empty when they may not be read, which needs the same user or root. `fileLimit` is
/// the most it may have open (RLIMIT_NOFILE). `memory` are its bytes in main memory (VmRSS), shared
/// ones too.
public record NginxProcess(
    long pid,
    long parent,
    boolean isMaster,
    boolean isLeaving,
    boolean isReadable,
    Map<Long, Integer> descriptors,
    int openFiles,
    OptionalLong fileLimit,
    OptionalLong memory,
    Optional<Duration> age) {
  public NginxProcess {
    descriptors = Collections.unmodifiableMap(descriptors);
  }

  public boolean isWorker() {
    return !isMaster;
  }

  /// Whether it is that master process or a worker of it.
  boolean belongsTo(long master) {
    return pid == master || parent == master;
  }

  public boolean owns(TcpSocket socket) {
    return descriptors.containsKey(socket.inode());
  }
}
