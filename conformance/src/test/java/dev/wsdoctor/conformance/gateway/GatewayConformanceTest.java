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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every scenario under `gateway/`, through Debian's nginx and through the gateway, on the same
/// ports: the client and the backend must see the same bytes.
class GatewayConformanceTest {
  /// What a scenario has shown.
  private record Seen(String client, List<String> backend) {}

  /// A scenario with its ports.
  private record Staged(Scenario scenario, int port, int port2, int backend, int backend2) {
    static Staged of(Scenario scenario) {
      return new Staged(scenario, Ports.free(), Ports.free(), Ports.free(), Ports.free());
    }

    /// With the ports filled in.
    List<Scenario.Answer> answers() {
      return scenario.answers().stream()
          .map(
              a ->
                  new Scenario.Answer(
                      a.bytes().replace("{backend}", "127.0.0.1:" + backend), a.then()))
          .toList();
    }

    String configuration(TemporaryFolder folder, int number) {
      return scenario
          .configuration()
          .replace("{port}", "127.0.0.1:" + port)
          .replace("{port2}", "127.0.0.1:" + port2)
          .replace("{backend}", "127.0.0.1:" + backend)
          .replace("{backend2}", "127.0.0.1:" + backend2)
          .replace("{root}", folder.path() + "/" + number);
    }
  }

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
    List<Staged> staged = Scenario.read(resource(name)).stream().map(Staged::of).toList();
    assertThat(staged).isNotEmpty();
    TemporaryFolder folder = TemporaryFolder.create("gateway-" + name);
    StringBuilder fragments = new StringBuilder();
    for (int i = 0; i < staged.size(); i++) {
      int number = i;
      Staged one = staged.get(i);
      one.scenario().files().forEach((file, text) -> folder.write(number + "/" + file, text));
      fragments.append(one.configuration(folder, i)).append('\n');
    }
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
    assertThat(Conversation.lines(gateway.client())).isEqualTo(Conversation.lines(nginx.client()));
    assertThat(gateway.backend().stream().map(Conversation::lines).toList())
        .isEqualTo(nginx.backend().stream().map(Conversation::lines).toList());
  }

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(
            GatewayConformanceTest.class.getResourceAsStream("/gateway/" + name + ".txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  private static List<Seen> throughNginx(TemporaryFolder folder, List<Staged> staged) {
    TemporaryFolder copy = TemporaryFolder.create("gateway-nginx");
    copy.write("nginx.conf", folder.read("nginx.conf"));
    int[] ports = staged.stream().mapToInt(Staged::port).limit(1).toArray();
    try (RealNginx nginx = RealNginx.startIn(copy, ports)) {
      assertThat(nginx.pid()).isPositive();
      return converse(staged);
    }
  }

  private static List<Seen> throughGateway(TemporaryFolder folder, List<Staged> staged) {
    String path = folder.path() + "/nginx.conf";
    Configuration configuration =
        Configuration.load(
            new DiskFiles(), path, new Prefixes(folder.path() + "/", folder.path() + "/"));
    GatewayStart start = Gateway.start(configuration, GatewaySettings.of(RealNginx.version()));
    if (!(start instanceof GatewayStart.Started(Gateway gateway))) {
      throw new AssertionError(start);
    }
    try (gateway) {
      return converse(staged);
    }
  }

  private static List<Seen> converse(List<Staged> staged) {
    List<CompletableFuture<Seen>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      for (Staged one : staged) {
        all.add(CompletableFuture.supplyAsync(() -> converse(one), threads));
      }
      return all.stream().map(CompletableFuture::join).toList();
    }
  }

  private static Seen converse(Staged staged) {
    Scenario scenario = staged.scenario();
    if (scenario.answers().isEmpty()) {
      return new Seen(Conversation.hold(scenario, staged.port(), () -> true), List.of());
    }
    try (ScriptedBackend backend = ScriptedBackend.start(staged.backend(), staged.answers())) {
      String client = Conversation.hold(scenario, staged.port(), backend::isReached);
      return new Seen(client, backend.received());
    }
  }
}
