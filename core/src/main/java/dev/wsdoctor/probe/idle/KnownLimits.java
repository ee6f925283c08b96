package dev.wsdoctor.probe.idle;

import java.time.Duration;
import java.util.List;

/// The idle limits that intermediaries come with, by their documentation.
final class KnownLimits {
  private static final List<Known> ALL =
      List.of(
          seconds(30, "Google Cloud's classic load balancer (backend timeoutSec)"),
          seconds(55, "Heroku's router"),
          seconds(60, "nginx (proxy_read_timeout when it is not set)"),
          seconds(60, "AWS Application Load Balancer"),
          seconds(60, "Apache httpd (Timeout)"),
          seconds(60, "Kong and APISIX (read_timeout)"),
          seconds(100, "Cloudflare"),
          seconds(120, "soketi (as a backend)"),
          seconds(240, "Azure's load balancer"),
          seconds(300, "Envoy (stream_idle_timeout)"),
          seconds(350, "AWS Network Load Balancer and NAT gateways"),
          seconds(600, "AWS API Gateway"),
          seconds(600, "nginx's stream module (proxy_timeout when it is not set)"));

  private KnownLimits() {}

  private record Known(Duration limit, String who) {}

  private static Known seconds(long seconds, String who) {
    return new Known(Duration.ofSeconds(seconds), who);
  }

  /// Who has that number.
  static List<String> near(Duration measured) {
    return ALL.stream()
        .filter(known -> Timer.isNear(measured, known.limit()))
        .map(Known::who)
        .toList();
  }
}
