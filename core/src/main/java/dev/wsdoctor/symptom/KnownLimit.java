package dev.wsdoctor.symptom;

import java.time.Duration;
import java.util.List;

/// A number of seconds after which a hop in front of nginx is known to end sockets, by its default.
record KnownLimit(String hop, Duration limit) {
  /// A stop watch and a browser are not exact; nginx's timers may fire 0.3 s early.
  private static final Duration LEAST_TOLERANCE = Duration.ofSeconds(2);

  private static final int TOLERANCE_PERCENT = 3;

  private static final List<KnownLimit> ALL =
      List.of(
          of("Google's classic external load balancer (whole life of a socket)", 30),
          of("HAProxy as Debian sets it up", 50),
          of("Heroku's router", 55),
          of("AWS Application Load Balancer, Apache httpd, Kong, APISIX, ingress-nginx", 60),
          of("Cloudflare", 100),
          of("Azure Load Balancer", 240),
          of("Envoy, Istio", 300),
          of("AWS Network Load Balancer", 350),
          of("AWS API Gateway (idle)", 600),
          of("a proxy that was set to an hour", 3600),
          of("AWS API Gateway (whole life of a socket)", 7200));

  /// Socket servers that end silent sockets, or those that do not answer a ping, by default.
  private static final List<KnownLimit> OF_BACKENDS =
      List.of(
          of("SignalR (ClientTimeoutInterval), Jetty since 10 (idleTimeout)", 30),
          of("websockets for Python (ping_interval and ping_timeout)", 40),
          of("Engine.IO 4 (pingInterval and pingTimeout)", 45),
          of("Phoenix (timeout)", 60),
          of("uWebSockets (idleTimeout)", 120),
          of("Jetty before 10 (idleTimeout)", 300));

  private static KnownLimit of(String hop, int seconds) {
    return new KnownLimit(hop, Duration.ofSeconds(seconds));
  }

  static List<KnownLimit> all() {
    return ALL;
  }

  static List<KnownLimit> ofBackendsNear(Duration lived) {
    return OF_BACKENDS.stream().filter(known -> isNear(lived, known.limit())).toList();
  }

  static List<KnownLimit> near(Duration lived) {
    return ALL.stream().filter(known -> isNear(lived, known.limit())).toList();
  }

  /// Whether a socket that lived so long can have been ended by that limit.
  static boolean isNear(Duration lived, Duration limit) {
    Duration share = limit.multipliedBy(TOLERANCE_PERCENT).dividedBy(100);
    Duration tolerance = share.compareTo(LEAST_TOLERANCE) > 0 ? share : LEAST_TOLERANCE;
    return lived.minus(limit).abs().compareTo(tolerance) <= 0;
  }

  static String names(List<KnownLimit> limits) {
    return String.join("; ", limits.stream().map(KnownLimit::hop).toList());
  }
}
