package dev.wsdoctor.socket;

import java.util.Map;
import java.util.OptionalLong;

/// A master or worker process of nginx.
///
/// `isLeaving`: a worker of before the last reload, which takes no new connection and ends with its
/// last one. `descriptors` are its sockets, by inode; empty when this user may not see them
/// (`isReadable` is false then). `fileLimit` is how many descriptors it may have.
public record NginxProcess(
    long pid,
    long parent,
    boolean isMaster,
    boolean isLeaving,
    boolean isReadable,
    Map<Long, Integer> descriptors,
    OptionalLong fileLimit) {
  public NginxProcess {
    descriptors = Map.copyOf(descriptors);
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
