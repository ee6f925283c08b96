package dev.wsdoctor.diagnosis;

import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Response;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/// A CDN or load balancer in front of nginx, known by the fields that it puts into answers.
record Intermediary(String name) {
  private record Mark(String name, Predicate<Fields> isIn) {}

  private static final List<Mark> MARKS =
      List.of(
          new Mark("Cloudflare", f -> f.has("CF-Ray") || starts(f, "Server", "cloudflare")),
          new Mark("Amazon CloudFront", f -> f.has("X-Amz-Cf-Id") || holds(f, "Via", "cloudfront")),
          new Mark("an AWS load balancer", f -> starts(f, "Server", "awselb")),
          new Mark("Google's load balancer", f -> holds(f, "Via", "google")),
          new Mark("Azure Front Door", f -> f.has("X-Azure-Ref")),
          new Mark(
              "Azure Application Gateway",
              f -> starts(f, "Server", "microsoft-azure-application-gateway")),
          new Mark("Akamai", f -> starts(f, "Server", "akamai")),
          new Mark("Fastly", f -> f.has("X-Served-By") && f.has("X-Cache")),
          new Mark("Varnish", f -> holds(f, "Via", "varnish")),
          new Mark("Heroku's router", f -> holds(f, "Via", "heroku") || holds(f, "Via", "vegur")),
          new Mark(
              "Envoy", f -> holds(f, "Server", "envoy") || f.has("X-Envoy-Upstream-Service-Time")),
          new Mark("Caddy", f -> starts(f, "Server", "caddy")),
          new Mark("a proxy that adds Via", f -> f.has("Via")));

  /// Nothing when nginx itself has answered, as far as can be seen.
  static Optional<Intermediary> of(Response response) {
    Fields fields = response.fields();
    return MARKS.stream()
        .filter(_ -> !starts(fields, "Server", "nginx"))
        .filter(mark -> mark.isIn().test(fields))
        .findFirst()
        .map(mark -> new Intermediary(mark.name()));
  }

  private static boolean starts(Fields fields, String name, String beginning) {
    return value(fields, name).startsWith(beginning);
  }

  private static boolean holds(Fields fields, String name, String part) {
    return value(fields, name).contains(part);
  }

  private static String value(Fields fields, String name) {
    return fields.first(name).orElse("").toLowerCase(Locale.ROOT);
  }
}
