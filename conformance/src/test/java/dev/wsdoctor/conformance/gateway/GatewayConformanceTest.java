package dev.wsdoctor.conformance.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Prefixes;
import dev.wsdoctor.conformance.RealNginx;
import dev.wsdoctor.conformance.TemporaryFolder;
import dev.wsdoctor.disk.DiskFiles;
import dev.wsdoctor.gateway.Gateway;
import dev.wsdoctor.gateway.GatewaySettings;
import dev.wsdoctor.gateway.GatewayStart;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every scenario under `gateway/`, through Debian's nginx and through the gateway, on the same
/// ports: the client and the backend must see the same bytes.
class GatewayConformanceTest {
  @TestFactory
  Stream<DynamicTest> badRequests() {
    return compare("bad-requests");
  }

  @TestFactory
  Stream<DynamicTest> ownAnswers() {
    return compare("own-answers");
  }

  @TestFactory
  Stream<DynamicTest> files() {
    return compare("files");
  }

  @TestFactory
  Stream<DynamicTest> folders() {
    return compare("folders");
  }

  @TestFactory
  Stream<DynamicTest> speed() {
    return compare("speed");
  }

  @TestFactory
  Stream<DynamicTest> cache() {
    return compare("cache");
  }

  @TestFactory
  Stream<DynamicTest> substitutions() {
    return compare("substitutions");
  }

  @TestFactory
  Stream<DynamicTest> mirrors() {
    return compare("mirrors");
  }

  @TestFactory
  Stream<DynamicTest> trailers() {
    return compare("trailers");
  }

  @TestFactory
  Stream<DynamicTest> proxy() {
    return compare("proxy");
  }

  @TestFactory
  Stream<DynamicTest> tunnel() {
    return compare("tunnel");
  }

  @TestFactory
  Stream<DynamicTest> access() {
    return compare("access");
  }

  @TestFactory
  Stream<DynamicTest> limits() {
    return compare("limits");
  }

  @TestFactory
  Stream<DynamicTest> upstream() {
    return compare("upstream");
  }

  @TestFactory
  Stream<DynamicTest> keepalive() {
    return compare("keepalive");
  }

  private static Stream<DynamicTest> compare(String name) {
    List<Staged> staged = Staged.of("/gateway/" + name + ".txt");
    assertThat(staged).isNotEmpty();
    TemporaryFolder folder = TemporaryFolder.create("gateway-" + name);
    folder.write("nginx.conf", whole(Staged.write(staged, folder)));
    List<Staged.Seen> expected = throughNginx(folder, staged);
    List<Staged.Seen> seen = throughGateway(folder, staged);
    return IntStream.range(0, staged.size())
        .mapToObj(
            i ->
                DynamicTest.dynamicTest(
                    staged.get(i).scenario().name(), () -> same(seen.get(i), expected.get(i))))
        .onClose(folder::close);
  }

  private static void same(Staged.Seen gateway, Staged.Seen nginx) {
    assertThat(Conversation.lines(gateway.client())).isEqualTo(Conversation.lines(nginx.client()));
    assertThat(gateway.backend().stream().map(Conversation::lines).toList())
        .isEqualTo(nginx.backend().stream().map(Conversation::lines).toList());
  }

  private static String whole(String fragments) {
    return """
    worker_processes 1;
    error_log error.log info;
    events { worker_connections 512; }
    http {
      access_log off;
      keepalive_timeout 250ms;
      client_body_temp_path body;
      proxy_temp_path proxy;
      fastcgi_temp_path fastcgi;
      uwsgi_temp_path uwsgi;
      scgi_temp_path scgi;
    %s}
    """
        .formatted(fragments);
  }

  private static List<Staged.Seen> throughNginx(TemporaryFolder folder, List<Staged> staged) {
    TemporaryFolder copy = TemporaryFolder.create("gateway-nginx");
    copy.write("nginx.conf", folder.read("nginx.conf"));
    int[] ports = staged.stream().mapToInt(Staged::port).limit(1).toArray();
    try (RealNginx nginx = RealNginx.startIn(copy, ports)) {
      assertThat(nginx.pid()).isPositive();
      return Staged.converse(staged);
    }
  }

  private static List<Staged.Seen> throughGateway(TemporaryFolder folder, List<Staged> staged) {
    String path = folder.path() + "/nginx.conf";
    Configuration configuration =
        Configuration.load(
            new DiskFiles(), path, new Prefixes(folder.path() + "/", folder.path() + "/"));
    GatewayStart start = Gateway.start(configuration, GatewaySettings.of(RealNginx.version()));
    if (!(start instanceof GatewayStart.Started(Gateway gateway))) {
      throw new AssertionError(start);
    }
    try (gateway) {
      return Staged.converse(staged);
    }
  }
}
