package dev.wsdoctor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.http.Field;
import dev.wsdoctor.nginx.ProxyTarget;
import dev.wsdoctor.nginx.Sent;
import dev.wsdoctor.nginx.Upstream;
import dev.wsdoctor.nginx.Upstream.Peer;
import dev.wsdoctor.nginx.Value;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeTargetTest {
  private static final Sent SENT =
      new Sent(
          "GET",
          Value.of("/app/ws?x"),
          "HTTP/1.0",
          List.of(
              field("Host", Value.of("app.example")),
              field("Connection", Value.of("close")),
              field("X-Request-Id", new Value.Unknown("$request_id", "the request")),
              field("X-Empty", Value.of(""))));

  private static Sent.Field field(String name, Value value) {
    return new Sent.Field(name, value, Sent.Origin.CONFIGURED, Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 80, 127.0.0.1:80",
    "app, 3000, app:3000",
    "::1, 80, [::1]:80",
    "[::1], 80, [::1]:80",
    "unix:/run/app.sock, 0, unix:/run/app.sock",
    "unix:/run/app.sock:, 0, unix:/run/app.sock",
  })
  void anAddressIsReadAsNginxWritesIt(String address, int port, String shown) {
    assertThat(Endpoint.of(address, port).display()).isEqualTo(shown);
  }

  @Test
  void everyPeerThatIsNotDownIsAskedAsNginxAsksIt() {
    Upstream upstream =
        new Upstream(
            "app", Optional.empty(), List.of(peer("10.0.0.1", false), peer("10.0.0.2", true)));
    ProxyTarget target = new ProxyTarget(true, Value.of("app"), 443, Optional.of(upstream), false);
    List<ProbeTarget> backends = ProbeTarget.backends(target, SENT);
    assertThat(backends)
        .extracting(ProbeTarget::endpoint)
        .containsExactly(new Endpoint.Tcp("10.0.0.1", 3000));
    assertThat(backends.getFirst().tlsName()).hasValue("app");
    assertThat(backends.getFirst().requestTarget()).isEqualTo("/app/ws?x");
    assertThat(backends.getFirst().fields())
        .containsExactly(new Field("Host", "app.example"), new Field("Connection", "close"));
  }

  private static Peer peer(String address, boolean down) {
    return new Peer(address, 3000, 1, false, down, Optional.empty());
  }

  @Test
  void aHostFromVariablesIsAskedWhenItIsKnown() {
    Value unknown = new Value.Unknown("$backend", "a map over an unknown value");
    assertThat(ProbeTarget.backends(atRunTime(unknown), SENT)).isEmpty();
    assertThat(ProbeTarget.backends(atRunTime(Value.of("app.internal")), SENT))
        .extracting(ProbeTarget::endpoint)
        .containsExactly(new Endpoint.Tcp("app.internal", 8080));
  }

  private static ProxyTarget atRunTime(Value host) {
    return new ProxyTarget(false, host, 8080, Optional.empty(), true);
  }
}
