package dev.wsdoctor.log;

import static dev.wsdoctor.log.LogSignature.error;
import static dev.wsdoctor.log.LogSignature.remark;

import dev.wsdoctor.log.LogSignature.Scope;
import java.util.List;

/// How nginx says that it does not get to an upstream.
final class ConnectSignatures {
  private static final String CONNECTING = "while connecting to upstream";

  private static final LogSignature MARKED_DOWN =
      error(
          Scope.UPSTREAM,
          "upstream-marked-down",
          0.85,
          "nginx had no peer of the upstream left to ask: they were taken out, or had max_conns already",
          "After max_fails failures a peer is out for fail_timeout (by default one failure, 10 seconds); a"
              + " recovered peer gets one socket per fail_timeout until one of them ends. max_conns counts a tunnel"
              + " for its whole life.",
          "see why the peers fail, and set max_fails=0 on the peers of sockets; where there is a max_conns raise it"
              + " above the number of sockets");

  private static final LogSignature PORTS_GONE =
      error(
          Scope.UPSTREAM,
          "upstream-ports-exhausted",
          0.97,
          "nginx has no local port left towards the backend",
          "Each tunnel holds a local port for its whole life; towards one address and port there are about"
              + " 28,000, with a port in proxy_bind just that one.",
          "give the backend more addresses or ports, use a unix socket, or spread with proxy_bind");

  private static final LogSignature UNKNOWN_NAME =
      error(
          Scope.UPSTREAM,
          "resolver-missing",
          0.9,
          "nginx's resolver does not find the backend's name",
          "A name from a variable is looked up by the servers of the resolver directive alone, at run time;"
              + " /etc/hosts and the search domains of /etc/resolv.conf do not count.",
          "set resolver to a name server that knows the name (Docker: 127.0.0.11), and write the full name");

  private static final LogSignature NO_URL =
      error(
          Scope.UPSTREAM,
          "upstream-url-invalid",
          0.95,
          "the variables in proxy_pass make no URL for this request",
          "nginx puts the URL together when a request comes, and answers 500 when it is none; most often a variable"
              + " is empty.",
          "give the map a default, or set the variable before a rewrite with break");

  static final List<LogSignature> ALL =
      List.of(
          unreachable("the backend's unix socket is not there")
              .when("connect() to unix:", "(2:", CONNECTING),
          unreachable("nginx's user may not open the backend's unix socket, or SELinux forbids it")
              .when("connect() to unix:", "(13:", CONNECTING),
          unreachable("the queue of the backend's unix socket is full: it accepts too slowly")
              .when("connect() to unix:", "(11:", CONNECTING),
          unreachable("the backend's address is an IPv6 one, and this machine has no IPv6")
              .when("connect() to [", "(99:", CONNECTING),
          unreachable("proxy_bind names an address that this machine does not have")
              .when("bind(", "(99:", CONNECTING),
          PORTS_GONE.when("bind(", "(98: Address already in use)", CONNECTING),
          PORTS_GONE.when("(99: Cannot assign requested address)", CONNECTING),
          unreachable("nobody listens at the backend's address").when("(111:", CONNECTING),
          unreachable("SELinux or a firewall forbids nginx to connect (httpd_can_network_connect)")
              .when("(13:", CONNECTING),
          unreachable("there is no way to the backend's address")
              .rather("upstream-address-stale")
              .when("(113:", CONNECTING),
          unreachable("there is no way to the backend's network").when("(101:", CONNECTING),
          unreachable("the backend's address does not answer at all")
              .rather("upstream-address-stale")
              .when("upstream timed out (110", CONNECTING),
          MARKED_DOWN.when("no live upstreams"),
          MARKED_DOWN.asWarning().when("upstream server temporarily disabled"),
          error(
                  Scope.UPSTREAM,
                  "resolver-missing",
                  0.97,
                  "nginx has no resolver for the name in proxy_pass",
                  "A host name from a variable is looked up for each request, by the servers of the resolver"
                      + " directive alone; without one nginx answers 502.",
                  "set resolver in http, or name the host without a variable")
              .when("no resolver defined to resolve"),
          UNKNOWN_NAME.when("could not be resolved ("),
          NO_URL.at(Level.ERROR).when("invalid URL prefix in \""),
          NO_URL.at(Level.ERROR).when("no host in upstream \""),
          NO_URL.at(Level.ERROR).when("invalid port in upstream \""),
          remark(Scope.PROCESS, "a name server of nginx's resolver does not answer")
              .when("failed (", "while resolving"));

  private ConnectSignatures() {}

  private static LogSignature unreachable(String tells) {
    return error(
        Scope.UPSTREAM,
        "upstream-unreachable",
        0.95,
        tells,
        "nginx answers 502 when it cannot connect to the upstream, 504 when it waits in vain.",
        "start the backend, or correct the address and port in proxy_pass; in a container localhost is the"
            + " container itself");
  }
}
