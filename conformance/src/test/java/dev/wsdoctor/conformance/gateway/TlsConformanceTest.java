package dev.wsdoctor.conformance.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Prefixes;
import dev.wsdoctor.conformance.Ports;
import dev.wsdoctor.conformance.RealNginx;
import dev.wsdoctor.conformance.TemporaryFolder;
import dev.wsdoctor.disk.DiskFiles;
import dev.wsdoctor.gateway.Gateway;
import dev.wsdoctor.gateway.GatewaySettings;
import dev.wsdoctor.gateway.GatewayStart;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
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

    String configuration(TemporaryFolder pki) {
      return scenario
          .configuration()
          .replace("{port}", "127.0.0.1:" + port)
          .replace("{port2}", "127.0.0.1:" + port2)
          .replace("{n}", "" + port)
          .replace("{pki}", pki.path().toString());
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
    List<String> expected = throughNginx(folder, staged);
    List<String> seen = throughGateway(folder, staged);
    return IntStream.range(0, staged.size())
        .mapToObj(
            i ->
                DynamicTest.dynamicTest(
                    staged.get(i).scenario().name(),
                    () ->
                        assertThat(seen.get(i).lines())
                            .containsExactlyElementsOf(expected.get(i).lines().toList())))
        .onClose(folder::close);
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

  private static List<String> throughNginx(TemporaryFolder folder, List<Staged> staged) {
    TemporaryFolder copy = TemporaryFolder.create("gateway-nginx");
    copy.write("nginx.conf", folder.read("nginx.conf"));
    try (RealNginx nginx = RealNginx.startIn(copy, staged.getFirst().port())) {
      assertThat(nginx.pid()).isPositive();
      return staged.stream().map(one -> one.run(folder)).toList();
    }
  }

  private static List<String> throughGateway(TemporaryFolder folder, List<Staged> staged) {
    Configuration configuration =
        Configuration.load(
            new DiskFiles(),
            folder.path() + "/nginx.conf",
            new Prefixes(folder.path() + "/", folder.path() + "/"));
    return switch (Gateway.start(configuration, GatewaySettings.of(RealNginx.version()))) {
      case GatewayStart.Refused(List<String> messages) -> throw new AssertionError(messages);
      case GatewayStart.Started(Gateway gateway) -> {
        try (gateway) {
          yield staged.stream().map(one -> one.run(folder)).toList();
        }
      }
    };
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
