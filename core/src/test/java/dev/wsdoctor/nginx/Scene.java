package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.MemoryFiles;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;

/// A configuration and how it is asked, for tests: requests and decisions as short texts.
///
/// `GET /x` is a request to port 80 with `Host: example.com`; `GET https://h:8443/x` dials there;
/// further lines are fields.
final class Scene {
  static final NginxVersion DEBIAN = new NginxVersion(1, 22, 1);

  private final Nginx nginx;
  private FileView files = FileView.UNKNOWN;

  private Scene(String configuration, NginxVersion version) {
    Configuration loaded =
        Configuration.load(
            MemoryFiles.of(Map.of("/etc/nginx/nginx.conf", configuration)),
            "/etc/nginx/nginx.conf");
    if (!loaded.errors().isEmpty()) {
      throw new IllegalArgumentException(loaded.errors().getFirst().toString());
    }
    this.nginx = Nginx.of(loaded, version);
  }

  static Scene http(String block) {
    return http(block, DEBIAN);
  }

  static Scene http(String block, NginxVersion version) {
    return new Scene("events {}\nhttp {\n" + block + "\n}\n", version);
  }

  static Scene server(String block) {
    return http("server {\nlisten 80;\n" + block + "\n}");
  }

  static Scene main(String text) {
    return new Scene(text, DEBIAN);
  }

  Scene with(FileView view) {
    files = view;
    return this;
  }

  Nginx nginx() {
    return nginx;
  }

  Decision decide(String request) {
    List<String> lines = request.lines().toList();
    String[] head = lines.getFirst().split(" ", -1);
    String version = head.length > 2 ? head[2] : "HTTP/1.1";
    List<Field> fields = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      fields.add(new Field(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    Dialled dialled = Dialled.of(head[1]);
    if (fields.stream().noneMatch(f -> f.isNamed("Host")) && !version.equals("HTTP/1.0")) {
      fields.addFirst(new Field("Host", dialled.authority()));
    }
    fields.removeIf(f -> f.isNamed("Host") && f.value().equals("none"));
    return nginx.decide(
        dialled.connection(),
        new Request(head[0], dialled.target(), version, new Fields(fields)),
        files);
  }

  /// Where a request of a test goes to.
  private record Dialled(Connection connection, String authority, String target) {
    static Dialled of(String written) {
      if (!written.startsWith("http://") && !written.startsWith("https://")) {
        return new Dialled(Connection.plain("127.0.0.1", 80), "example.com", written);
      }
      boolean tls = written.startsWith("https");
      String rest = written.substring(tls ? 8 : 7);
      int slash = rest.indexOf('/');
      String authority = rest.substring(0, slash);
      int colon = authority.lastIndexOf(':');
      int port = colon < 0 ? (tls ? 443 : 80) : Integer.parseInt(authority.substring(colon + 1));
      String host = colon < 0 ? authority : authority.substring(0, colon);
      Connection connection =
          tls ? Connection.tls("127.0.0.1", port, host) : Connection.plain("127.0.0.1", port);
      return new Dialled(connection, authority, rest.substring(slash));
    }
  }

  /// The decision as one line: `301 http://example.com/ws/`, `file /srv/x 404`, `app:8080 GET /x
  /// HTTP/1.0`.
  String outcome(String request) {
    return describe(decide(request).outcome());
  }

  static String describe(Outcome of) {
    return switch (of) {
      case Outcome.Proxied proxied -> upstream(proxied.target()) + " " + proxied.sent().line();
      case Outcome.Answered answered ->
          answered.status() + answered.location().map(l -> " " + l.text()).orElse("");
      case Outcome.Static file -> "file " + file.path().text() + " " + file.status();
      case Outcome.Handled handled -> "handled by " + handled.module();
      case Outcome.Closed _ -> "closed";
      case Outcome.NotListening _ -> "not listening";
      case Outcome.WrongProtocol wrong -> wrong.listenerIsTls() ? "needs TLS" : "no TLS here";
      case Outcome.NotLoaded _ -> "not loaded";
    };
  }

  private static String upstream(ProxyTarget target) {
    String scheme = target.tls() ? "https://" : "";
    return scheme + target.host().text() + (target.port() == 0 ? "" : ":" + target.port());
  }

  /// The field lines that go upstream.
  String fields(String request) {
    return decide(request).proxied().orElseThrow().sent().fields().stream()
        .map(f -> f.name() + ": " + f.value().text())
        .collect(Collectors.joining("\n"));
  }

  /// Checks lines of the form `GET /x | Upgrade: websocket => 301 http://example.com/x/`.
  Scene check(String table) {
    SoftAssertions.assertSoftly(
        softly ->
            table
                .lines()
                .forEach(
                    line -> {
                      String[] sides = line.split(" +=> +", 2);
                      String request = sides[0].strip().replace(" | ", "\n");
                      softly.assertThat(outcome(request)).as(sides[0]).isEqualTo(sides[1]);
                    }));
    return this;
  }
}
