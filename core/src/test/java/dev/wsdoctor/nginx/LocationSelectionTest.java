package dev.wsdoctor.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LocationSelectionTest {
  private static Scene locations(String... heads) {
    StringBuilder out = new StringBuilder();
    for (String head : heads) {
      out.append("location ").append(head).append(" { return 302 http://l").append(out.length());
      out.append("; }\n");
    }
    return Scene.server(out.toString());
  }

  private static String chosen(Scene scene, String request) {
    return scene.decide(request).location().map(Location::title).orElse("none");
  }

  @Test
  void exactThenPreferentialThenPatternThenLongestPrefix() {
    Scene scene =
        locations("/", "= /", "/doc/", "^~ /img/", "~* \\.(gif|jpg)$", "~ ^/doc/x", "/doc/xy");
    assertThat(chosen(scene, "GET /")).isEqualTo("location = /");
    assertThat(chosen(scene, "GET /index")).isEqualTo("location /");
    assertThat(chosen(scene, "GET /doc/a")).isEqualTo("location /doc/");
    assertThat(chosen(scene, "GET /img/a.gif")).isEqualTo("location ^~ /img/");
    assertThat(chosen(scene, "GET /doc/a.JPG")).isEqualTo("location ~* \\.(gif|jpg)$");
    assertThat(chosen(scene, "GET /doc/xyz")).isEqualTo("location ~ ^/doc/x");
    assertThat(chosen(scene, "GET /Doc/a")).isEqualTo("location /");
  }

  @Test
  void theUriIsDecodedAndNormalisedFirst() {
    Scene scene = locations("/", "/a b", "/x/", "/a%41");
    assertThat(chosen(locations("/", "\"/a b\""), "GET /a%20b")).isEqualTo("location /a b");
    assertThat(chosen(scene, "GET //x//y")).isEqualTo("location /x/");
    assertThat(chosen(scene, "GET /q/%2e%2e/x/y")).isEqualTo("location /x/");
    assertThat(chosen(scene, "GET /x%2Fy")).isEqualTo("location /x/");
    assertThat(chosen(scene, "GET /a%2541")).isEqualTo("location /a%41");
    assertThat(chosen(scene, "GET /./x/")).isEqualTo("location /x/");
  }

  @Test
  void nestedLocationsAreSearchedInsideTheChosenOne() {
    Scene scene =
        Scene.server(
            """
            location ^~ /a/ { location /a/b { } location ~ x$ { } }
            location ~ ^/a { }
            location /p/ { location /p/q { } }
            location ~ y$ { location ~ zy$ { } }
            """);
    assertThat(chosen(scene, "GET /a/bx")).isEqualTo("location ~ x$");
    assertThat(chosen(scene, "GET /a/b")).isEqualTo("location /a/b");
    assertThat(chosen(scene, "GET /a/c")).isEqualTo("location ^~ /a/");
    assertThat(chosen(scene, "GET /p/qy")).isEqualTo("location ~ y$");
    assertThat(chosen(scene, "GET /p/zy")).isEqualTo("location ~ zy$");
    assertThat(chosen(scene, "GET /p/q")).isEqualTo("location /p/q");
  }

  @Test
  void aProxiedNameWithASlashIsRedirectedTo() {
    Scene.http(
            """
            server { listen 8080;
              location /ws/ { proxy_pass http://127.0.0.1:1; }
              location /both/ { proxy_pass http://127.0.0.1:1; }
              location /both { return 204; }
              location ~ /pattern { return 204; }
              location /pattern/ { proxy_pass http://127.0.0.1:1; }
              location /static/ { }
              location /rel/ { proxy_pass http://127.0.0.1:1; absolute_redirect off; }
              location "/sp ace/" { proxy_pass http://127.0.0.1:1; }
            }
            """)
        .with(FileView.EMPTY)
        .check(
            """
            GET http://h:8080/ws => 301 http://h:8080/ws/
            GET http://h:8080/ws?a=b => 301 http://h:8080/ws/?a=b
            GET http://h:8080/both => 204
            GET http://h:8080/pattern => 301 http://h:8080/pattern/
            GET http://h:8080/static => file /usr/share/nginx/html/static 404
            GET http://h:8080/rel => 301 /rel/
            GET http://h:8080/sp%20ace => 301 http://h:8080/sp%20ace/""");
  }

  @Test
  void internalLocationsAreHiddenAndNestedOnesToo() {
    Scene.server(
            """
            location /in { internal; location /in/side { return 204; } return 204; }
            location /to { rewrite ^ /in/side last; }
            location /err { return 403; error_page 403 = /in; }
            """)
        .check(
            """
            GET /in => 404
            GET /in/side => 404
            GET /to => 204
            GET /err => 204""");
  }

  @Test
  void candidatesSayWhyTheyLost() {
    Scene scene = locations("/", "/ws", "~ ^/w", "= /ws/1");
    List<Candidate> candidates =
        scene.nginx().candidates(scene.nginx().servers().getFirst(), "/ws/2");
    assertThat(candidates.stream().map(c -> c.location().name() + ": " + c.reason()))
        .containsExactly(
            "/: matches, but location ~ ^/w is preferred",
            "/ws: matches, but location ~ ^/w is preferred",
            "^/w: the first regular expression in file order that matches; it beats every plain prefix",
            "/ws/1: is not exactly /ws/2");
    assertThat(candidates.stream().filter(Candidate::chosen)).hasSize(1);
  }
}
