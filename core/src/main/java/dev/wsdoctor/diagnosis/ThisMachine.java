package dev.wsdoctor.diagnosis;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Whether a host name leads here, so that the nginx configuration of this machine says something
/// of it.
final class ThisMachine {
  private static final Duration LOOK_UP_LIMIT = Duration.ofSeconds(3);

  private ThisMachine() {}

  /// False also for a name that does not resolve in time.
  static boolean has(String host) {
    FutureTask<Boolean> lookUp = new FutureTask<>(() -> isOwn(host));
    Thread.ofPlatform().daemon().name("look up " + host).start(lookUp);
    try {
      return lookUp.get(LOOK_UP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean isOwn(String host) throws UnknownHostException {
    return Arrays.stream(InetAddress.getAllByName(host)).anyMatch(ThisMachine::isOwn);
  }

  private static boolean isOwn(InetAddress address) {
    try {
      return address.isLoopbackAddress()
          || address.isAnyLocalAddress()
          || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException _) {
      return false;
    }
  }
}
