package dev.wsdoctor.app.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// What the demonstration can stage: resources `demo/<name>.conf`, in the order of the catalogue of
/// causes.
public final class Scenarios {
  /// The one that is played when none is named.
  public static final String USUAL = "upgrade-headers-missing";

  private static final List<String> NAMES =
      List.of(
          "upgrade-headers-missing",
          "upgrade-headers-incomplete",
          "upgrade-header-wrong",
          "connection-header-wrong",
          "connection-map-inverted",
          "headers-lost-by-inheritance",
          "upstream-http-1.0",
          "map-missing",
          "config-not-loaded",
          "upgrade-response-hidden",
          "wrong-server-selected",
          "tls-listener-missing",
          "wrong-location-selected",
          "no-location-for-path",
          "other-path-opened",
          "location-without-handler",
          "redirect-by-slash",
          "redirect-to-https",
          "access-refused",
          "internal-redirect-loses-upgrade",
          "proxy-pass-rewrites-path",
          "backend-path-mismatch",
          "host-header-rewritten",
          "host-port-mismatch",
          "duplicate-host-header",
          "origin-rejected-by-backend",
          "origin-stripped",
          "subprotocol-mismatch",
          "accept-invalid",
          "backend-error",
          "closed-by-backend",
          "upstream-unreachable",
          "upstream-wrong-port",
          "upstream-scheme-mismatch",
          "resolver-missing",
          "upstream-url-invalid",
          "read-timeout-too-short",
          "read-timeout-zero");

  private Scenarios() {}

  public static List<String> names() {
    return NAMES;
  }

  public static List<Scenario> all() {
    return NAMES.stream().map(Scenarios::read).toList();
  }

  public static Optional<Scenario> named(String name) {
    return NAMES.stream().filter(name::equals).findFirst().map(Scenarios::read);
  }

  private static Scenario read(String name) {
    try (InputStream in = Scenarios.class.getResourceAsStream("/demo/" + name + ".conf")) {
      if (in == null) {
        throw new IllegalStateException("demo/" + name + ".conf is not packaged");
      }
      return new Scenario(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
