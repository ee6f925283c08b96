package dev.wsdoctor.conformance.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.Prefixes;
import dev.wsdoctor.conformance.Ports;
import dev.wsdoctor.conformance.RealNginx;
import dev.wsdoctor.conformance.RealParts;
import dev.wsdoctor.conformance.TemporaryFolder;
import dev.wsdoctor.directive.BuiltInVariables;
import dev.wsdoctor.disk.DiskFiles;
import dev.wsdoctor.gateway.Gateway;
import dev.wsdoctor.gateway.GatewaySettings;
import dev.wsdoctor.gateway.GatewayStart;
import dev.wsdoctor.gateway.log.LogSettings;
import dev.wsdoctor.gateway.support.Support;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Every variable of nginx's catalogue either has, in the gateway, the value that it has in
/// Debian's nginx, or stops the start.
class VariablesConformanceTest {
  private static final int TIMEOUT_MILLIS = 10_000;

  /// Those whose values are times, or numbers that no two runs share, such as of other connections:
  /// compared by their form.
  private static final Set<String> DIFFERENT =
      Set.of(
          "connection",
          "connection_time",
          "connections_active",
          "connections_waiting",
          "msec",
          "pid",
          "remote_port",
          "realip_remote_port",
          "request_id",
          "request_time",
          "time_iso8601",
          "time_local",
          "date_local",
          "date_gmt",
          "upstream_connect_time",
          "upstream_header_time",
          "upstream_response_time");

  /// One of each family.
  private static final List<String> FAMILIES =
      List.of(
          "http_user_agent",
          "http_none",
          "arg_a",
          "arg_none",
          "cookie_c",
          "cookie_none",
          "sent_http_content_type",
          "sent_http_none",
          "sent_trailer_none",
          "upstream_http_content_type",
          "upstream_http_none",
          "upstream_cookie_none");

  private static final List<String> REQUESTS =
      List.of(
          "GET /returned?a=%20b HTTP/1.1\r\nHost: H:1\r\nCookie: c=1\r\nConnection: close\r\n\r\n",
          "POST /proxied?a= HTTP/1.1\r\nHost: h\r\nContent-Type: x/y\r\nContent-Length: 5\r\n"
              + "User-Agent: u\r\nX-Forwarded-For: 1.2.3.4\r\nConnection: close\r\n\r\na\"b\nc",
          "POST /returned HTTP/1.0\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc",
          "GET /none HTTP/1.0\r\nAuthorization: Basic dTpw\r\n\r\n",
          "GET /link/none HTTP/1.0\r\nReferer: http://r/\r\n\r\n",
          "BAD\r\n");

  private final int port = Ports.free();

  @Test
  void valuesAreThoseOfNginx() throws Exception {
    RealParts.needNginx();
    List<String> names = computed();
    List<String> expected;
    List<String> seen;
    try (TemporaryFolder folder = TemporaryFolder.create("variables")) {
      prepare(folder);
      folder.write("nginx.conf", configuration(folder, names));
      expected = throughNginx(folder);
      seen = throughGateway(folder);
    }
    assertThat(seen).hasSize(expected.size());
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < expected.size(); i++) {
      if (!seen.get(i).equals(expected.get(i))) {
        differences.add(i + ": " + expected.get(i) + " but was " + seen.get(i));
      }
    }
    assertThat(differences).isEmpty();
    assertThat(expected).hasSizeGreaterThan(names.size() * REQUESTS.size());
  }

  /// What the gateway refuses is all that it does not compute.
  @Test
  void theOthersStopTheStart() {
    Set<String> refused = new TreeSet<>(catalogue());
    refused.removeAll(computed());
    refused.forEach(
        name ->
            assertThat(refusal(name))
                .as(name)
                .startsWith("\"$" + name + "\" is not supported by this gateway in "));
    assertThat(refused).hasSizeBetween(10, 40);
  }

  private static Set<String> catalogue() {
    return BuiltInVariables.of(RealNginx.version()).names();
  }

  private List<String> computed() {
    List<String> names = new ArrayList<>(FAMILIES);
    catalogue().stream().filter(name -> refusal(name).isEmpty()).sorted().forEach(names::add);
    return names;
  }

  /// Why the gateway does not start with that variable; empty if it does.
  private String refusal(String name) {
    String text =
        "events {} http { server { listen 127.0.0.1:%d; return 200 $%s; } }".formatted(port, name);
    Configuration configuration =
        Configuration.ofDump("nginx.conf", text.getBytes(StandardCharsets.ISO_8859_1));
    return Support.of(configuration, RealNginx.version()).errors().stream()
        .findFirst()
        .map(ConfigurationError::toString)
        .orElse("");
  }

  private static void prepare(TemporaryFolder folder) throws IOException {
    folder.write("root/present", "x");
    java.nio.file.Files.createSymbolicLink(
        folder.path().resolve("link"), folder.path().resolve("root"));
  }

  private String configuration(TemporaryFolder folder, List<String> names) {
    StringBuilder format = new StringBuilder();
    names.forEach(
        name -> format.append(" '").append(name).append("=[$").append(name).append("]|'"));
    return """
    worker_processes 1;
    error_log %1$s/error.log;
    events {}
    http {
      log_format all %2$s;
      access_log %1$s/access.log all;
      client_body_temp_path body;
      proxy_temp_path proxy;
      fastcgi_temp_path fastcgi;
      uwsgi_temp_path uwsgi;
      scgi_temp_path scgi;
      server {
        listen 127.0.0.1:%3$d;
        server_name One two;
        root %1$s/root;
        location /returned { return 200 x; }
        location /proxied { proxy_pass http://127.0.0.1:%3$d/returned; }
        location /link { root %1$s/link; }
      }
    }
    """
        .formatted(folder.path(), format, port);
  }

  private List<String> throughNginx(TemporaryFolder folder) {
    TemporaryFolder copy = TemporaryFolder.create("variables-nginx");
    copy.write("nginx.conf", folder.read("nginx.conf"));
    try (RealNginx nginx = RealNginx.startIn(copy)) {
      REQUESTS.forEach(this::send);
      nginx.quit();
    }
    return values(folder);
  }

  private List<String> throughGateway(TemporaryFolder folder) {
    String path = folder.path().toString();
    Configuration configuration =
        Configuration.load(
            new DiskFiles(), path + "/nginx.conf", new Prefixes(path + "/", path + "/"));
    GatewaySettings settings =
        GatewaySettings.of(RealNginx.version()).logging(LogSettings.of(folder.path()));
    if (!(Gateway.start(configuration, settings)
        instanceof GatewayStart.Started(Gateway gateway))) {
      throw new AssertionError(Gateway.test(configuration, settings));
    }
    try (gateway) {
      REQUESTS.forEach(this::send);
      gateway.drain().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }
    return values(folder);
  }

  private void send(String request) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One value after the other, `name=[value]`.
  private static List<String> values(TemporaryFolder folder) {
    List<String> values = new ArrayList<>();
    for (String line : LogRuns.lines(folder.path().resolve("access.log"))) {
      for (String value : line.split("\\|", -1)) {
        String name = value.split("=", 2)[0];
        values.add(DIFFERENT.contains(name) ? form(value) : value);
      }
    }
    return values;
  }

  /// Letters and digits as such.
  private static String form(String value) {
    int start = value.indexOf('[');
    return value.substring(0, start)
        + value.substring(start).replaceAll("[0-9]+", "9").replaceAll("[a-zA-Z0-9]+", "x");
  }
}
