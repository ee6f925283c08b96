package dev.wsdoctor.conformance.conf;

import dev.wsdoctor.conformance.SharedCases;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Configurations to start from: ours, those that a distribution ships, real cases when at hand.
final class Corpus {
  private static final Path DISTRIBUTION = Path.of("/etc/nginx");

  private Corpus() {}

  static final String PROXY =
      """
      events { worker_connections 64; }
      http {
        map $http_upgrade $connection_upgrade {
          default upgrade;
          ''      close;
        }
        upstream backend { server 127.0.0.1:9001 weight=2; keepalive 4; }
        server {
          listen 127.0.0.1:8080 default_server;
          server_name example.com "*.example.com" ~^ws\\d+\\.example\\.org$;
          location /ws/ {
            proxy_pass http://backend;
            proxy_http_version 1.1;
            proxy_set_header Upgrade $http_upgrade;  # the "usual" lines
            proxy_set_header Connection $connection_upgrade;
            proxy_read_timeout 1h;
          }
          location ~* "\\.(png|jpe?g){1}$" { expires 30d; add_header X-A 'it''; }
          location / {
            if ($http_upgrade = "websocket") { return 403; }
            try_files $uri ${uri}/ =404;
          }
        }
      }
      """
          .replace("'it''", "\"it's\"");

  private static final String TYPES =
      """
      events {}
      http {
        types {
          text/html  html htm;
          "text/x y" 'a b' c\\;d e\\ f;
          ${x}{y  z#z;   # a comment; { }
          text/\\$ \\"quoted\\";
        }
      }
      """;

  /// Texts of root files; paths that nginx writes to are relative to its prefix.
  static List<String> texts() throws IOException {
    List<String> texts = new ArrayList<>(List.of(PROXY, TYPES, TYPES, TYPES));
    Path cases = SharedCases.folder().orElse(Path.of("shared/cases"));
    for (Path root : List.of(DISTRIBUTION, cases)) {
      if (Files.isDirectory(root)) {
        texts.addAll(below(root));
      } else {
        System.out.println("corpus: no " + root + " here: its files are not among those damaged");
      }
    }
    return texts.stream()
        .map(text -> text.replace("/var/", "var/"))
        .map(text -> text.replace("include /etc/nginx/modules-enabled/*.conf;", ""))
        .toList();
  }

  private static List<String> below(Path root) throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
        if (path.toString().endsWith(".conf") || root.equals(DISTRIBUTION)) {
          texts.add(asRoot(Files.readString(path, StandardCharsets.ISO_8859_1)));
        }
      }
    }
    return texts;
  }

  /// A file that is made to be included gets the blocks around it that it needs.
  private static String asRoot(String text) {
    if (text.contains("http {") || text.contains("http{") || text.contains("stream {")) {
      return text;
    }
    if (text.contains("server {") || text.contains("types {") || text.contains("upstream ")) {
      return "events {}\nhttp {\n" + text + "\n}\n";
    }
    return "events {}\nhttp { server { location / {\n" + text + "\n} } }\n";
  }
}
