package dev.wsdoctor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.nginx.Connection;
import dev.wsdoctor.nginx.Decision;
import dev.wsdoctor.nginx.FileView;
import dev.wsdoctor.nginx.Nginx;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgreementTest {
  private static final Decision PROXIED =
      decision("location / { proxy_pass http://app:3000; proxy_set_header X-Time $msec; }");
  private static final Request SENT =
      new Request(
          "GET",
          "/ws",
          "HTTP/1.0",
          Fields.of("X-Time", "1.234", "Host", "app:3000", "Connection", "close", "A", "b"));

  private static Decision decision(String server) {
    String text = "events {}\nhttp { server { listen 80; " + server + " } }";
    return Nginx.of(
            Configuration.ofDump("nginx.conf", text.getBytes(StandardCharsets.ISO_8859_1)),
            new NginxVersion(1, 22, 1))
        .decide(
            Connection.plain("127.0.0.1", 80),
            new Request("GET", "/ws", "HTTP/1.1", Fields.of("Host", "example.com", "A", "b")),
            FileView.EMPTY);
  }

  private static Confirmation.Ran ran(int status, Fields fields, RecordedRequest... received) {
    return new Confirmation.Ran(
        Optional.of(new Response("HTTP/1.1", status, "", fields)),
        "",
        List.of(received),
        List.of(),
        List.of(),
        List.of());
  }

  private static RecordedRequest received(Request request) {
    return new RecordedRequest("app:3000", false, request.line(), request, 200, false);
  }

  private static List<String> differences(Decision decision, Confirmation confirmation) {
    return Agreement.of(decision, confirmation).differences();
  }

  @Test
  void aRequestThatArrivesAsPredictedAgrees() {
    assertThat(differences(PROXIED, ran(200, Fields.NONE, received(SENT)))).isEmpty();
  }

  @Test
  void everyDifferenceOfARequestIsASentence() {
    Request other =
        new Request(
            "GET", "/ws/", "HTTP/1.1", Fields.of("X-Time", "2", "Host", "app", "Upgrade", "h2c"));
    RecordedRequest elsewhere = new RecordedRequest("app:3001", true, "", other, 200, false);
    assertThat(differences(PROXIED, ran(502, Fields.NONE, elsewhere)))
        .containsExactlyInAnyOrder(
            "predicted plain HTTP to the upstream, but it was TLS",
            "predicted upstream app:3000, but nginx asked app:3001",
            "predicted request target '/ws', but it was '/ws/'",
            "predicted version 'HTTP/1.0', but it was 'HTTP/1.1'",
            "predicted 'b' for a, but the upstream received no line",
            "predicted 'close' for connection, but the upstream received no line",
            "predicted host 'app:3000', but it was 'app'",
            "predicted no line for upgrade, but the upstream received 'h2c'",
            "predicted the upstream's own status 200 for the client, but nginx answered 502");
  }

  @Test
  void aRequestThatNeverArrivesIsADifference() {
    assertThat(differences(PROXIED, ran(502, Fields.NONE)))
        .containsExactly(
            "predicted a request to app:3000, but no stand-in received one; nginx answered 502");
  }

  @Test
  void whatAsksForPermissionIsNotTheRequest() {
    RecordedRequest permission = new RecordedRequest("auth:1", false, "", SENT, 200, true);
    assertThat(differences(PROXIED, ran(200, Fields.NONE, permission, received(SENT)))).isEmpty();
  }

  @Test
  void anAnswerOfNginxItselfIsComparedByStatusAndLocation() {
    Decision redirect = decision("return 301 https://example.com$uri;");
    Fields there = Fields.of("Location", "https://example.com/ws");
    assertThat(differences(redirect, ran(301, there))).isEmpty();
    assertThat(differences(redirect, ran(302, Fields.of("Location", "/"), received(SENT))))
        .containsExactly(
            "predicted status '301', but it was '302'",
            "predicted that nginx answers alone, but it asked app:3000: GET /ws HTTP/1.0",
            "predicted Location 'https://example.com/ws', but it was '/'");
  }

  @Test
  void silenceIsComparedWithSilence() {
    Decision closed = decision("return 444;");
    Confirmation silent =
        new Confirmation.Ran(
            Optional.empty(), "closed", List.of(), List.of(), List.of(), List.of());
    assertThat(differences(closed, silent)).isEmpty();
    assertThat(differences(closed, ran(200, Fields.NONE)))
        .containsExactly("predicted no answer, but nginx answered 200");
  }

  @Test
  void aRefusalToLoadContradictsAPrediction() {
    ConfigurationError error = new ConfigurationError("no port", Optional.empty(), false);
    assertThat(differences(PROXIED, new Confirmation.DoesNotLoad(error)))
        .containsExactly("predicted that the configuration loads, but nginx refuses it: no port");
    assertThat(differences(PROXIED, new Confirmation.NotConfirmable("x"))).isEmpty();
  }
}
