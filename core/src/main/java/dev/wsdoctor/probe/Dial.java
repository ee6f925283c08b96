package dev.wsdoctor.probe;

import dev.wsdoctor.probe.Observation.Failure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Gets a connection: resolves the name and tries its addresses in turn, IPv6 first as RFC 6724
/// does.
final class Dial {
  private static final Pattern ZERO_GROUPS = Pattern.compile("(?<![0-9a-f])0(:0)+(?![0-9a-f])");

  private final Limits limits;
  private final Deadline overall;
  private final Trace trace;

  Dial(Limits limits, Deadline overall, Trace trace) {
    this.limits = limits;
    this.overall = overall;
    this.trace = trace;
  }

  /// A wire that leads to the endpoint, through the proxy when there is one; a unix socket is on
  /// this machine, so no proxy is asked for it.
  Wire connect(Endpoint endpoint, Optional<ForwardProxy> proxy) throws IOException {
    if (proxy.isEmpty() || !(endpoint instanceof Endpoint.Tcp beyond)) {
      return connect(endpoint);
    }
    Wire wire = connect(proxy.get().endpoint());
    try {
      return trace.timed("proxy", () -> tunnel(wire, proxy.get(), beyond));
    } catch (IOException e) {
      wire.close();
      throw e;
    }
  }

  private Wire tunnel(Wire wire, ForwardProxy proxy, Endpoint.Tcp beyond) throws IOException {
    new ProxyGreeting(wire, proxy, overall.within(limits.answer())).tunnelTo(beyond);
    return wire;
  }

  private Wire connect(Endpoint endpoint) throws IOException {
    return switch (endpoint) {
      case Endpoint.Unix(String path) -> connect(path);
      case Endpoint.Tcp(String host, int port) -> connect(host, port);
    };
  }

  private Wire connect(String unixPath) throws IOException {
    try {
      return trace.timed("connect", () -> dial(UnixDomainSocketAddress.of(unixPath)));
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      throw new ProbeFailure(
          Failure.CONNECTION_REFUSED,
          "nothing accepts on unix:%s (%s); start the server behind it or correct the path"
              .formatted(unixPath, reason(e)));
    }
  }

  private Wire connect(String host, int port) throws IOException {
    List<InetAddress> addresses = resolve(host);
    Attempts attempts = new Attempts(host, port);
    for (InetAddress address : addresses) {
      trace.address(new Endpoint.Tcp(text(address), port).display());
      try {
        Wire wire = trace.timed("connect", () -> dial(new InetSocketAddress(address, port)));
        trace.attempt("");
        return wire;
      } catch (IOException e) {
        trace.attempt(reason(e));
        attempts.failed(trace.address(), failure(e), reason(e));
      }
    }
    throw attempts.failure();
  }

  /// As people write it: the longest run of zero groups of an IPv6 address shortened (RFC 5952, 4).
  static String text(InetAddress address) {
    String groups = address.getHostAddress();
    String longest = "";
    Matcher zeros = ZERO_GROUPS.matcher(groups);
    while (zeros.find()) {
      longest = zeros.group().length() > longest.length() ? zeros.group() : longest;
    }
    return longest.isEmpty() ? groups : groups.replaceFirst("(^|:)" + longest + "(:|$)", "::");
  }

  private Wire dial(SocketAddress address) throws IOException {
    return PlainWire.connect(address, overall.within(limits.connect()));
  }

  private List<InetAddress> resolve(String host) throws IOException {
    if (isLiteral(host)) {
      return List.of(InetAddress.getAllByName(host));
    }
    InetAddress[] found = trace.timed("dns", () -> lookUp(host));
    return Arrays.stream(found)
        .sorted(Comparator.comparing(address -> !(address instanceof Inet6Address)))
        .toList();
  }

  static boolean isLiteral(String host) {
    return host.contains(":") || host.matches("[0-9.]+");
  }

  /// The system's resolver takes as long as it likes, so it gets a thread of its own.
  private InetAddress[] lookUp(String host) throws IOException {
    var task = new FutureTask<InetAddress[]>(() -> InetAddress.getAllByName(host));
    Thread.ofPlatform().daemon().name("resolve " + host).start(task);
    Deadline deadline = overall.within(limits.resolve());
    try {
      return task.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      throw new ProbeFailure(
          Failure.UNKNOWN_HOST,
          "the name server did not resolve '%s' within %s; check /etc/resolv.conf or use the address"
              .formatted(host, deadline.describe()));
    } catch (ExecutionException e) {
      throw unknown(host, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown(host, e);
    }
  }

  private static ProbeFailure unknown(String host, Exception cause) {
    ProbeFailure failure =
        new ProbeFailure(
            Failure.UNKNOWN_HOST,
            "the host '%s' does not resolve; check its spelling and DNS, or use the address"
                .formatted(host));
    failure.initCause(cause);
    return failure;
  }

  private static Failure failure(IOException e) {
    return switch (e) {
      case SocketTimeoutException _ -> Failure.CONNECT_TIMEOUT;
      case ConnectException refused when reason(refused).contains("refused") ->
          Failure.CONNECTION_REFUSED;
      case UnknownHostException _ -> Failure.UNKNOWN_HOST;
      default -> Failure.UNREACHABLE;
    };
  }

  private static String reason(Exception e) {
    return e instanceof SocketTimeoutException
        ? "no answer"
        : String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
  }
}
