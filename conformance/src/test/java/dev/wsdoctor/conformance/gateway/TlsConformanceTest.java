package dev.wsdoctor.conformance.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.Ports;
import dev.wsdoctor.conformance.RealNginx;
import dev.wsdoctor.conformance.TemporaryFolder;
import dev.wsdoctor.gateway.Gateway;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every scenario of `gateway/tls*.txt` through Debian's nginx and through the gateway, on the same
/// ports: `openssl s_client` must learn the same, and get the same bytes.
class TlsConformanceTest {
  /// A scenario with its ports.
  private record Staged(TlsScenario scenario, int port, int port2) {
    static Staged of(TlsScenario scenario) {
      return new Staged(scenario, Ports.free(), Ports.free());
    }

    /// Each scenario has an error log of its own.
    String configuration(TemporaryFolder pki) {
      return scenario
          .configuration()
          .replace("server { listen", "server { error_log " + log(pki) + " info; listen")
          .replace("{port}", "127.0.0.1:" + port)
          .replace("{port2}", "127.0.0.1:" + port2)
          .replace("{n}", "" + port)
          .replace("{pki}", pki.path().toString());
    }

    Path log(TemporaryFolder folder) {
      return folder.path().resolve("error-" + port + ".log");
    }

    String run(TemporaryFolder pki) {
      var seen = new StringBuilder();
      for (TlsScenario.Call call : scenario.calls()) {
        seen.append("-- ").append(call).append('\n').append(run(call, pki)).append('\n');
      }
      return seen.toString();
    }

    private String run(TlsScenario.Call call, TemporaryFolder pki) {
      return switch (call) {
        case TlsScenario.Call.Plain(String bytes) -> PlainClient.talk(port, bytes);
        case TlsScenario.Call.Secure(String options, String bytes) ->
            OpensslClient.talk(pki, port, options.replace("{session}", "session-" + port), bytes);
      };
    }
  }

  @TestFactory
  Stream<DynamicTest> clients() {
    return compare("tls");
  }

  @TestFactory
  Stream<DynamicTest> clientCertificates() {
    return compare("tls-client-certificates");
  }

  @TestFactory
  Stream<DynamicTest> upstreams() {
    return compare("tls-upstreams");
  }

  @TestFactory
  Stream<DynamicTest> proxyProtocol() {
    return compare("proxy-protocol");
  }

  private static Stream<DynamicTest> compare(String name) {
    TemporaryFolder folder = TemporaryFolder.create("gateway-" + name);
    Pki pki = Pki.in(folder);
    List<Staged> staged = TlsScenario.read(resource(name)).stream().map(Staged::of).toList();
    assertThat(staged).isNotEmpty();
    var fragments = new StringBuilder();
    staged.forEach(one -> fragments.append(one.configuration(pki.folder())).append('\n'));
    folder.write("nginx.conf", whole(fragments.toString()));
    List<Seen> expected = throughNginx(folder, staged);
    List<Seen> seen = throughGateway(folder, staged);
    return IntStream.range(0, staged.size())
        .mapToObj(
            i ->
                DynamicTest.dynamicTest(
                    staged.get(i).scenario().name(), () -> same(seen.get(i), expected.get(i))))
        .onClose(folder::close);
  }

  private static void same(Seen gateway, Seen nginx) {
    assertThat(gateway.calls().lines()).containsExactlyElementsOf(nginx.calls().lines().toList());
    assertThat(gateway.errors()).isEqualTo(nginx.errors());
  }

  /// What the calls of a scenario have shown, and the lines of its error log in any order: those of
  /// both ends of a connection may be in it.
  private record Seen(String calls, List<String> errors) {}

  private static List<Seen> withErrors(
      List<String> calls, List<Staged> staged, TemporaryFolder folder) {
    return IntStream.range(0, staged.size())
        .mapToObj(
            i ->
                new Seen(
                    calls.get(i),
                    LogRuns.lines(staged.get(i).log(folder)).stream()
                        .map(TlsConformanceTest::withoutHello)
                        .sorted()
                        .toList()))
        .toList();
  }

  private static String whole(String fragments) {
    return """
    worker_processes 1;
    error_log error.log info;
    events { worker_connections 512; }
    http {
      access_log off;
      client_body_temp_path body;
      proxy_temp_path proxy;
      fastcgi_temp_path fastcgi;
      uwsgi_temp_path uwsgi;
      scgi_temp_path scgi;
    %s}
    """
        .formatted(fragments);
  }

  /// What a client sent as the start of TLS, which is random.
  private static String withoutHello(String line) {
    return line.replaceFirst("(?s)(invalid method .*, request: ).*", "$1");
  }

  private static List<Seen> throughNginx(TemporaryFolder folder, List<Staged> staged) {
    TemporaryFolder copy = TemporaryFolder.create("gateway-nginx");
    copy.write("nginx.conf", folder.read("nginx.conf"));
    List<String> calls;
    try (RealNginx nginx = RealNginx.startIn(copy)) {
      calls = staged.stream().map(one -> one.run(folder)).toList();
      nginx.quit();
    }
    return withErrors(calls, staged, folder);
  }

  private static List<Seen> throughGateway(TemporaryFolder folder, List<Staged> staged) {
    List<String> calls;
    try (Gateway gateway = StartedGateway.in(folder)) {
      calls = staged.stream().map(one -> one.run(folder)).toList();
      gateway.drain().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }
    return withErrors(calls, staged, folder);
  }

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(
            TlsConformanceTest.class.getResourceAsStream("/gateway/" + name + ".txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
