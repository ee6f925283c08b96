package dev.wsdoctor.conformance.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conformance.Ports;
import dev.wsdoctor.conformance.RealNginx;
import dev.wsdoctor.conformance.RealParts;
import dev.wsdoctor.gateway.limit.ConnectionLimits;
import dev.wsdoctor.gateway.limit.RequestLimits;
import dev.wsdoctor.gateway.log.Message;
import dev.wsdoctor.nginx.Nginx;
import dev.wsdoctor.nginx.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who is let in, ours and a real nginx. At one request a minute the seconds that the test takes
/// change nothing.
class LimitConformanceTest {
  private static final int REQUESTS = 120;
  private static final byte[] CLIENT = {127, 0, 0, 1};
  private static final Pattern NOTICE =
      Pattern.compile(
          "\\[(\\w+)] [^*]*\\*\\d+ ((?:limiting|delaying|the value of|ngx_slab).*?), client: ");
  private static final Pattern EXCESS = Pattern.compile("excess: ([0-9.]+)");

  private static final String ZONES =
      """
      limit_req_zone $arg_a zone=a:1m rate=1r/m;
      limit_req_zone $arg_b zone=b:1m rate=1r/m;
      limit_req_zone $arg_a$arg_b zone=both:1m rate=3r/m;
      limit_req_zone $arg_a zone=small:32k rate=1r/m;
      limit_req_zone $arg_a zone=free:1m rate=10000000r/s;
      limit_conn_zone $arg_a zone=ca:1m;
      limit_conn_zone $arg_b zone=cb:1m;
      limit_conn_zone $arg_a zone=tiny:32k;
      """;

  private static final List<String> LOCATIONS =
      List.of(
          "limit_req zone=a;",
          "limit_req zone=a burst=3 nodelay;",
          "limit_req zone=a burst=2 nodelay; limit_req zone=b burst=4 nodelay;",
          "limit_req zone=both burst=2; limit_req zone=a burst=5; limit_req_dry_run on;",
          "limit_req zone=b burst=6 delay=3; limit_req_dry_run on; limit_req_log_level info;",
          "limit_req zone=free; limit_req zone=both burst=1 nodelay; limit_req_status 429;",
          "limit_req zone=a burst=9 nodelay; limit_req zone=both burst=3 nodelay;"
              + " limit_req_log_level warn;");

  private final HoldingBackend backend = HoldingBackend.start(Ports.free(), "200 OK");
  private int front;
  private String text = "";

  @BeforeEach
  void write() {
    RealParts.needNginx();
    front = Ports.free();
    StringBuilder locations = new StringBuilder();
    for (int i = 0; i < LOCATIONS.size(); i++) {
      locations.append(
          "location /%d/ { %s try_files /none =204; }\n".formatted(i, LOCATIONS.get(i)));
    }
    text =
        """
        worker_processes 1;
        error_log error.log info;
        events {}
        http {
          access_log off;
          %s
          server {
            listen 127.0.0.1:%d;
            add_header X-Limit "$status $limit_req_status$limit_conn_status" always;
            %s
            location /small/ { limit_req zone=small; try_files /none =204; }
            location /connections/ {
              limit_conn ca 2;
              limit_conn cb 3;
              proxy_pass http://127.0.0.1:%d;
            }
            location /dry/ {
              limit_conn ca 2;
              limit_conn_dry_run on;
              limit_conn_log_level notice;
              proxy_pass http://127.0.0.1:%d;
            }
            location /tiny/ { limit_conn tiny 1; proxy_pass http://127.0.0.1:%d; }
          }
        }
        """
            .formatted(ZONES, front, locations, backend.port(), backend.port(), backend.port());
  }

  @AfterEach
  void close() {
    backend.close();
  }

  private Scope scope(Nginx nginx, String path) {
    return nginx.locate(nginx.servers().getFirst(), path).orElseThrow().scope();
  }

  private Nginx ours() {
    return Nginx.of(
        Configuration.ofDump("nginx.conf", text.getBytes(StandardCharsets.ISO_8859_1)),
        RealNginx.version());
  }

  private static Scope http(Nginx nginx) {
    return nginx.servers().getFirst().scope().outer().orElseThrow();
  }

  private static long now() {
    return System.nanoTime() / 1_000_000;
  }

  /// Even the zone that lets everything pass refuses a second request of the same millisecond, and
  /// the milliseconds of nginx begin elsewhere than ours.
  private static void awaitTick() {
    long began = now();
    while (now() < began + 2) {
      Thread.onSpinWait();
    }
  }

  private static String evaluate(String template, Map<String, String> values) {
    String value = template;
    for (Map.Entry<String, String> entry : values.entrySet()) {
      value = value.replace("$arg_" + entry.getKey(), entry.getValue());
    }
    return value;
  }

  /// Real excess differs by what the clocks differ.
  private static String rounded(String message) {
    Matcher excess = EXCESS.matcher(message);
    return excess.replaceAll(m -> "excess: " + Math.round(Double.parseDouble(m.group(1))));
  }

  private static List<String> notices(String errorLog) {
    List<String> notices = new ArrayList<>();
    for (String line : errorLog.lines().toList()) {
      Matcher notice = NOTICE.matcher(line);
      if (notice.find()) {
        notices.add(notice.group(1) + " " + rounded(notice.group(2)));
      }
    }
    return notices;
  }

  private static void add(List<String> told, List<Message> notices) {
    notices.forEach(n -> told.add(n.level().word() + " " + rounded(n.text())));
  }

  @Test
  void requestsAreLimitedAlike() throws Exception {
    Nginx nginx = ours();
    RequestLimits limits = RequestLimits.of(http(nginx));
    Random random = new Random(6);
    List<String> told = new ArrayList<>();
    try (RealNginx real = RealNginx.start(text, front)) {
      for (int i = 0; i < REQUESTS; i++) {
        int location = random.nextInt(LOCATIONS.size());
        awaitTick();
        Map<String, String> keys =
            Map.of("a", key(random), "b", random.nextInt(3) == 0 ? "" : key(random));
        RequestLimits.Verdict verdict =
            limits.ask(scope(nginx, "/" + location + "/"), t -> evaluate(t, keys), now());
        add(told, verdict.messages());
        String target = "/%d/?a=%s&b=%s".formatted(location, keys.get("a"), keys.get("b"));
        String expected = HeadClient.ask(CLIENT, front, target).field("X-Limit");
        String own =
            verdict.answer().orElse(204) + " " + verdict.status().map(Enum::name).orElse("");
        assertThat(own)
            .as("request %d: %s %s", i, target, LOCATIONS.get(location))
            .isEqualTo(expected);
      }
      assertThat(told).hasSizeGreaterThan(20).isEqualTo(notices(real.errorLog()));
    }
  }

  private static String key(Random random) {
    return "key" + random.nextInt(4);
  }

  /// A full zone forgets the key that was not asked about for longest.
  @Test
  void aZoneHoldsAsManyKeys() throws Exception {
    Nginx nginx = ours();
    RequestLimits limits = RequestLimits.of(http(nginx));
    Random random = new Random(7);
    try (RealNginx _ = RealNginx.start(text, front)) {
      for (int i = 0; i < 600; i++) {
        String key = "key%04d".formatted(i < 210 ? i : random.nextInt(210));
        RequestLimits.Verdict verdict = limits.ask(scope(nginx, "/small/"), _ -> key, now());
        String expected = HeadClient.ask(CLIENT, front, "/small/?a=" + key).field("X-Limit");
        assertThat(verdict.answer().orElse(204) + " " + verdict.status().map(Enum::name).orElse(""))
            .as("request %d: %s", i, key)
            .isEqualTo(expected);
      }
    }
  }

  private record Held(ConnectionLimits.Lease lease, HeadClient client) {}

  @Test
  void connectionsAreLimitedAlike() throws Exception {
    Nginx nginx = ours();
    ConnectionLimits limits = ConnectionLimits.of(http(nginx));
    Random random = new Random(8);
    List<String> told = new ArrayList<>();
    List<Held> open = new ArrayList<>();
    try (RealNginx real = RealNginx.start(text, front)) {
      for (int i = 0; i < REQUESTS; i++) {
        if (!open.isEmpty() && random.nextInt(3) == 0) {
          end(open.removeFirst());
          continue;
        }
        Map<String, String> keys =
            Map.of("a", key(random), "b", random.nextInt(3) == 0 ? "" : key(random));
        String path = random.nextInt(4) == 0 ? "/dry/" : "/connections/";
        ConnectionLimits.Verdict verdict = limits.ask(scope(nginx, path), t -> evaluate(t, keys));
        add(told, verdict.messages());
        String target = "%shold?a=%s&b=%s".formatted(path, keys.get("a"), keys.get("b"));
        HeadClient client = HeadClient.ask(CLIENT, front, target);
        if (verdict.answer().isEmpty()) {
          assertThat(backend.awaitHeld()).as("request %d: %s", i, target).isTrue();
          open.add(new Held(verdict.lease(), client));
        } else {
          assertThat(client.field("X-Limit"))
              .as("request %d: %s", i, target)
              .isEqualTo(verdict.answer().get() + " " + verdict.status().orElseThrow());
        }
      }
      assertThat(told).hasSizeGreaterThan(15).isEqualTo(notices(real.errorLog()));
      for (Held held : open) {
        end(held);
      }
    }
  }

  private void end(Held held) throws IOException {
    backend.answerHeld();
    assertThat(held.client().field("X-Limit")).startsWith("200 ");
    held.lease().end();
  }

  @Test
  void aZoneHoldsAsManyConnections() throws Exception {
    Nginx nginx = ours();
    ConnectionLimits limits = ConnectionLimits.of(http(nginx));
    List<HeadClient> clients = new ArrayList<>();
    try (RealNginx real = RealNginx.start(text.replace("events {}", MANY), front)) {
      for (int i = 0; i < 400; i++) {
        String key = "key%04d".formatted(i);
        ConnectionLimits.Verdict verdict = limits.ask(scope(nginx, "/tiny/"), _ -> key);
        HeadClient client = HeadClient.ask(CLIENT, front, "/tiny/hold?a=" + key);
        if (verdict.answer().isPresent()) {
          assertThat(i).isGreaterThan(100);
          assertThat(client.field("X-Limit")).startsWith("503 REJECTED");
          assertThat(real.errorLog()).contains(verdict.messages().getFirst().text());
          return;
        }
        assertThat(backend.awaitHeld()).as("connection %d", i).isTrue();
        clients.add(client);
      }
      assertThat(clients).as("a zone of 32k is never full").isEmpty();
    } finally {
      for (HeadClient client : clients) {
        client.socket().close();
      }
    }
  }

  private static final String MANY = "events { worker_connections 2048; }";
}
