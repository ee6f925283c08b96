package dev.wsdoctor.sandbox;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// Loopback ports, held until nginx is about to bind them.
///
/// They lie below the range that the kernel gives to outgoing connections: a client that dials a
/// port of that range before anybody listens there can be given the very same port, and reaches
/// itself.
public final class FreePorts implements AutoCloseable {
  private static final int FIRST = 10_000;
  private static final int BEHIND_LAST = 32_000;
  private static final int TRIES = 500;

  private final List<ServerSocket> held = new ArrayList<>();

  public int take() throws IOException {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, BEHIND_LAST);
      try {
        held.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
        return port;
      } catch (BindException _) {
        // somebody has it
      }
    }
    throw new IOException("no free loopback port between %d and %d".formatted(FIRST, BEHIND_LAST));
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
