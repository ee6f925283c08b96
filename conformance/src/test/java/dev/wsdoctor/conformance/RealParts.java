package dev.wsdoctor.conformance;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/// The third-party programs that the conformance tests run against, and what to do without them: a
/// test is skipped with the reason, and on CI (`CI=true`) it fails. nginx is Debian's, or with
/// `-Dwsdoctor.nginx=FILE` another one, whose dynamic modules lie in `modules` beside it.
public final class RealParts {
  private static final Path INSTALLED_NGINX = Path.of("/usr/sbin/nginx");
  public static final Path NGINX =
      Path.of(System.getProperty("wsdoctor.nginx", INSTALLED_NGINX.toString()));

  /// Where its dynamic modules are.
  public static final Path MODULES =
      isInstalledNginx() ? Path.of("/usr/lib/nginx/modules") : NGINX.resolveSibling("modules");

  public static final Path STREAM_MODULE = MODULES.resolve("ngx_stream_module.so");

  static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final Path WEBSOCKETS = Path.of("/usr/lib/python3/dist-packages/websockets");
  static final Path NODE = Path.of("/usr/bin/node");
  private static final Path NODE_WS = Path.of("/usr/share/nodejs/ws");
  private static final Path OPENSSL = Path.of("/usr/bin/openssl");

  static final Path HAPROXY = Path.of("/usr/sbin/haproxy");
  static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  static final Path TCPDUMP = Path.of("/usr/bin/tcpdump");

  private RealParts() {}

  /// Whether it is Debian's own, and no other that was asked for.
  public static boolean isInstalledNginx() {
    return NGINX.equals(INSTALLED_NGINX);
  }

  public static void needNginx() {
    need(NGINX, "nginx");
  }

  /// Debian has `stream` in a package of its own.
  public static void needNginxStream() {
    need(STREAM_MODULE, "libnginx-mod-stream");
  }

  public static void needChromium() {
    need(CHROMIUM, "chromium");
  }

  static void needTcpdump() {
    need(TCPDUMP, "tcpdump");
  }

  public static void needHaproxy() {
    need(HAPROXY, "haproxy");
  }

  public static void needWebSocketBackend() {
    need(PYTHON, "python3");
    need(WEBSOCKETS, "python3-websockets");
  }

  /// npm's `ws`, as Debian packages it.
  public static void needNodeWs() {
    need(NODE, "nodejs");
    need(NODE_WS, "node-ws");
  }

  public static void needOpenssl() {
    need(OPENSSL, "openssl");
  }

  private static void need(Path file, String debianPackage) {
    boolean there = Files.exists(file);
    String message =
        "%s is missing, so this is not tested; apt-get install %s brings it"
            .formatted(file, debianPackage);
    if (!there && "true".equals(System.getenv("CI"))) {
      fail(message);
    }
    assumeTrue(there, message);
  }
}
