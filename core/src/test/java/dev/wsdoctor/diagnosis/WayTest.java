package dev.wsdoctor.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.Sent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An nginx behind an nginx is asked with the request that the one in front sends.
class WayTest {
  private static final String HANDSHAKE =
      """
      proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;
      proxy_read_timeout 1h;
      """;

  private static final String FRONT =
      """
      events {} http { server { listen 80; server_name app.example.com;
        location /app/ { proxy_pass http://10.0.0.5:8080/; proxy_set_header Host $host;
          proxy_set_header X-Forwarded-Proto $scheme; %s } } }
      """
          .formatted(HANDSHAKE);

  @TempDir Path folder;

  @Test
  void theInnerOneIsAskedForWhatTheFrontOneSends() throws IOException {
    List<Report> reports =
        check(
            FRONT,
            """
            events {} http {
              server { listen 8080 default_server; return 404; }
              server { listen 8080; server_name app.example.com;
                location /ws { proxy_pass http://127.0.0.1:3000; proxy_set_header Host $host; } } }
            """);
    assertThat(reports).hasSize(2);
    assertThat(reports.get(0).verdict()).isEqualTo(Verdict.HEALTHY);
    assertThat(reports.get(0).headline()).startsWith("hop 1 of 2, front.conf: ");
    Report inner = reports.get(1);
    assertThat(inner.headline())
        .startsWith("hop 2 of 2, inner.conf: ws://app.example.com:8080/ws fails");
    assertThat(inner.causes().getFirst().id()).isEqualTo("upgrade-headers-missing");
    assertThat(inner.remarks())
        .contains("asked with the request that hop 1 sends: GET /ws, Host app.example.com");
  }

  @Test
  void whatTheFrontOneAddsComesAlong() throws IOException {
    List<Report> reports =
        check(
            FRONT,
            """
            events {} http { server { listen 8080; location / {
              proxy_pass http://127.0.0.1:3000; proxy_set_header Host $host; %s } } }
            """
                .formatted(HANDSHAKE));
    Sent sent = reports.get(1).decision().orElseThrow().proxied().orElseThrow().sent();
    assertThat(sent.first("X-Forwarded-Proto").map(field -> field.value().text())).contains("http");
    assertThat(sent.first("Host").map(field -> field.value().text())).contains("app.example.com");
    assertThat(sent.first("Cookie").map(field -> field.value().text())).contains("a=b");
  }

  @Test
  void aHopThatAnswersItselfEndsTheWay() throws IOException {
    List<Report> reports =
        check(
            "events {} http { server { listen 80; return 301 https://$host$request_uri; } }",
            "events {} http { server { listen 8080; } }");
    assertThat(reports).hasSize(1);
    assertThat(reports.getFirst().causes().getFirst().id())
        .isEqualTo("redirect-instead-of-upgrade");
    assertThat(reports.getFirst().remarks())
        .anySatisfy(remark -> assertThat(remark).startsWith("hop 2 is not asked"));
  }

  @Test
  void aPortWhereTheInnerOneDoesNotListenIsNamed() throws IOException {
    List<Report> reports =
        check(FRONT, "events {} http { server { listen 9090; server_name app.example.com; } }");
    assertThat(reports.get(1).causes().getFirst().id()).isEqualTo("client-url-mismatch");
    assertThat(reports.get(1).causes().getFirst().summary()).contains("8080");
  }

  private List<Report> check(String front, String inner) throws IOException {
    Target target = new Target(true, false, "app.example.com", 80, "/app/ws");
    Fields cookie = new Fields(List.of(new Field("Cookie", "a=b")));
    CheckRequest request =
        new CheckRequest(
            target,
            file("front.conf", front),
            Optional.empty(),
            cookie,
            Optional.empty(),
            NginxVersion.find("1.22.1"),
            true,
            false);
    Answer<List<Report>> answer =
        new Doctor().checkWay(request, List.of(file("inner.conf", inner)));
    assertThat(answer).isInstanceOf(Answer.Given.class);
    return ((Answer.Given<List<Report>>) answer).value();
  }

  private ConfigurationSource file(String name, String text) throws IOException {
    Path path = Files.writeString(folder.resolve(name), text, StandardCharsets.ISO_8859_1);
    return new ConfigurationSource.File(path);
  }
}
