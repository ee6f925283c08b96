package dev.wsdoctor.conformance.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conformance.Ports;
import dev.wsdoctor.conformance.RealNginx;
import dev.wsdoctor.conformance.RealParts;
import dev.wsdoctor.gateway.upstream.Failure;
import dev.wsdoctor.gateway.upstream.NextUpstream;
import dev.wsdoctor.gateway.upstream.PeerGroup;
import dev.wsdoctor.nginx.Nginx;
import dev.wsdoctor.nginx.Upstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The peers that requests go to, one after the other, for every method: ours and those of a real
/// nginx. Some servers refuse, one answers 503, and some requests stay open.
class UpstreamConformanceTest {
  private static final int REQUESTS = 200;

  /// `A` to `D` answer, `S` answers 503, `X` and `Y` refuse connections.
  private static final List<String> GROUPS =
      List.of(
          "server A; server B; server C;",
          "server A weight=5; server B; server C weight=2; server D;",
          "server A; server X fail_timeout=1h; server B;",
          "server A weight=3; server X weight=4 max_fails=4 fail_timeout=1h; server B weight=2;",
          "server X max_fails=0; server A; server Y max_fails=0; server B down; server C;",
          "server X fail_timeout=1h; server Y fail_timeout=1h; server A backup; server B backup;",
          "server A; server S weight=2 max_fails=3 fail_timeout=1h; server B;",
          "server S fail_timeout=1h; server X fail_timeout=1h;",
          "server A max_conns=2; server B max_conns=1; server C backup;",
          "server A max_conns=2;",
          "server X;",
          "server A down; server B;",
          "least_conn; server A; server B; server C weight=3; server D;",
          "least_conn; server A weight=2; server X max_fails=2 fail_timeout=1h; server B;",
          "least_conn; server A max_conns=1; server B max_conns=1; server C backup; server D backup;",
          "ip_hash; server A; server B weight=2; server C; server D;",
          "ip_hash; server A; server X max_fails=0; server B down; server C max_conns=2;",
          "hash $arg_k; server A; server B weight=3; server C;",
          "hash $arg_k; server A; server X max_fails=0; server B down; server C; server S;",
          "hash $arg_k consistent; server A; server B; server C; server D weight=2;",
          "hash $arg_k consistent; server A; server X fail_timeout=1h; server B max_conns=1; server C;",
          "hash $arg_k consistent; server A; server A; server S max_fails=0; server X max_fails=0;");

  private final Map<Character, Integer> ports = new HashMap<>();
  private final Map<String, Failure> failures = new HashMap<>();
  private final Map<String, HoldingBackend> backends = new HashMap<>();

  /// A request that stays open at a backend.
  private record Held(PeerRun run, HeadClient client) {}

  @Test
  void requestsGoToTheSamePeers() throws Exception {
    RealParts.needNginx();
    int front = Ports.free();
    startBackends();
    String text = configuration(front);
    Nginx ours =
        Nginx.of(
            Configuration.ofDump("nginx.conf", text.getBytes(StandardCharsets.ISO_8859_1)),
            RealNginx.version());
    try (RealNginx nginx = RealNginx.start(text, front)) {
      for (int i = 0; i < GROUPS.size(); i++) {
        Upstream upstream = ours.upstream("u" + i).orElseThrow();
        NextUpstream rule =
            NextUpstream.of(
                ours.locate(ours.servers().getFirst(), "/" + i + "/").orElseThrow().scope());
        compare(i, PeerGroup.of(upstream, UpstreamConformanceTest::address), rule, front);
      }
      assertThat(nginx.errorLog()).doesNotContain("[alert]", "[crit]");
    } finally {
      backends.values().forEach(HoldingBackend::close);
    }
  }

  private void startBackends() {
    for (char name : "ABCDSXY".toCharArray()) {
      int port = Ports.free();
      ports.put(name, port);
      String address = "127.0.0.1:" + port;
      switch (name) {
        case 'X', 'Y' -> failures.put(address, Failure.ERROR);
        case 'S' -> {
          failures.put(address, Failure.HTTP_503);
          backends.put(address, HoldingBackend.start(port, "503 Service Unavailable"));
        }
        default -> backends.put(address, HoldingBackend.start(port, "200 OK"));
      }
    }
  }

  private String configuration(int front) {
    StringBuilder upstreams = new StringBuilder();
    StringBuilder locations = new StringBuilder();
    for (int i = 0; i < GROUPS.size(); i++) {
      String block = GROUPS.get(i);
      for (Map.Entry<Character, Integer> port : ports.entrySet()) {
        block = block.replace("server " + port.getKey(), "server 127.0.0.1:" + port.getValue());
      }
      upstreams.append("  upstream u%d { %s }\n".formatted(i, block));
      String rule =
          i % 2 == 0
              ? "proxy_next_upstream error http_503;"
              : "proxy_next_upstream error timeout; proxy_next_upstream_tries 2;";
      locations.append("    location /%d/ { proxy_pass http://u%d/; %s }\n".formatted(i, i, rule));
    }
    return """
        worker_processes 1;
        error_log error.log info;
        events {}
        http {
          access_log off;
        %s  server {
            listen 127.0.0.1:%d;
            add_header X-Upstream $upstream_addr always;
        %s  }
        }
        """
        .formatted(upstreams, front, locations);
  }

  private static List<String> address(Upstream.Peer server) {
    return List.of(server.address() + ":" + server.port());
  }

  private void compare(int index, PeerGroup group, NextUpstream rule, int front) throws Exception {
    Random random = new Random(index);
    List<Held> open = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      String when = "request %d to %s".formatted(i, GROUPS.get(index));
      if (!open.isEmpty() && random.nextInt(5) == 0) {
        release(open.remove(random.nextInt(open.size())), when);
        continue;
      }
      byte[] client = {127, (byte) random.nextInt(256), (byte) random.nextInt(256), 9};
      String key = random.nextInt(9) == 0 ? "" : "key-" + random.nextInt(1000);
      PeerRun run = new PeerRun(group, rule, failures, client, key);
      boolean holds = random.nextInt(4) == 0 && open.size() < 6 && isFree(run, open);
      String target = "/%d/%s?k=%s".formatted(index, holds ? "hold" : "", key);
      HeadClient real = HeadClient.ask(client, front, target);
      if (holds) {
        assertThat(backend(run).awaitHeld()).as("%s: %s", when, run.upstreamAddr()).isTrue();
        open.add(new Held(run, real));
      } else {
        finish(run, real, when);
      }
    }
    for (Held held : open) {
      release(held, "the end of " + GROUPS.get(index));
    }
  }

  /// One request at a time is held by a backend, which knows no other order.
  private static boolean isFree(PeerRun run, List<Held> open) {
    return run.answering().isPresent()
        && open.stream().noneMatch(h -> h.run().answering().equals(run.answering()));
  }

  private HoldingBackend backend(PeerRun run) {
    return Objects.requireNonNull(backends.get(run.answering().orElseThrow()), "no such backend");
  }

  private void release(Held held, String when) throws IOException {
    backend(held.run()).answerHeld();
    finish(held.run(), held.client(), when);
  }

  private static void finish(PeerRun run, HeadClient real, String when) throws IOException {
    assertThat(run.upstreamAddr()).as(when).isEqualTo(real.field("X-Upstream"));
    run.end();
  }

  /// Which peers `random` takes is not known, but a failing one is left out after its failure.
  @Test
  void randomLeavesOutTheSamePeers() throws Exception {
    RealParts.needNginx();
    int front = Ports.free();
    startBackends();
    String text =
        """
        worker_processes 1;
        error_log error.log info;
        events {}
        http {
          access_log off;
          upstream u { random two; server 127.0.0.1:%d; server 127.0.0.1:%d fail_timeout=1h; server 127.0.0.1:%d; }
          server {
            listen 127.0.0.1:%d;
            add_header X-Upstream $upstream_addr always;
            location / { proxy_pass http://u; }
          }
        }
        """
            .formatted(ports.get('A'), ports.get('X'), ports.get('B'), front);
    try (RealNginx nginx = RealNginx.start(text, front)) {
      List<String> addresses = new ArrayList<>();
      for (int i : IntStream.range(0, 60).toArray()) {
        addresses.add(
            HeadClient.ask(new byte[] {127, 0, 0, 1}, front, "/" + i).field("X-Upstream"));
      }
      String dead = "127.0.0.1:" + ports.get('X');
      assertThat(addresses.stream().filter(a -> a.contains(dead))).hasSizeLessThanOrEqualTo(1);
      assertThat(nginx.errorLog().split("temporarily disabled", -1)).hasSizeLessThanOrEqualTo(2);
      Upstream ours =
          Nginx.of(
                  Configuration.ofDump("nginx.conf", text.getBytes(StandardCharsets.ISO_8859_1)),
                  RealNginx.version())
              .upstream("u")
              .orElseThrow();
      PeerGroup group = PeerGroup.of(ours, UpstreamConformanceTest::address);
      NextUpstream rule =
          new NextUpstream(java.util.Set.of(Failure.ERROR), false, 0, java.time.Duration.ZERO);
      List<String> own = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        PeerRun run = new PeerRun(group, rule, failures, new byte[] {127, 0, 0, 1}, "");
        own.add(run.upstreamAddr());
        run.end();
      }
      assertThat(own.stream().filter(a -> a.contains(dead))).hasSizeLessThanOrEqualTo(1);
    } finally {
      backends.values().forEach(HoldingBackend::close);
    }
  }
}
