package dev.wsdoctor.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/// Loopback ports, held until nginx is about to bind them.
final class FreePorts implements AutoCloseable {
  private final List<ServerSocket> held = new ArrayList<>();

  int take() throws IOException {
    ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    held.add(socket);
    return socket.getLocalPort();
  }

  /// Frees them all, for nginx to bind.
  void release() throws IOException {
    for (ServerSocket socket : held) {
      socket.close();
    }
    held.clear();
  }

  @Override
  public void close() throws IOException {
    release();
  }
}
