package dev.wsdoctor.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/// Hands out loopback ports that nobody listens on.
///
/// They come from below the kernel's ephemeral range (32768 on Linux), so that no outgoing
/// connection takes one between the look and the bind.
public final class Ports {
  private static final int FIRST = 18_000;
  private static final int COUNT = 14_000;
  private static final AtomicInteger NEXT =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 31 % COUNT));

  private Ports() {}

  /// A port that is free on all loopback addresses, a different one each time.
  public static int free() {
    for (int tries = 0; tries < COUNT; tries++) {
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no port between 18000 and 32000 is free");
  }

  private static boolean isFree(int port) {
    try (ServerSocket any = new ServerSocket(port, 1)) {
      return any.isBound();
    } catch (IOException _) {
      return false;
    }
  }

  /// Whether somebody accepts connections there now.
  static boolean accepts(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (ConnectException _) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
