package dev.wsdoctor.application;

import dev.wsdoctor.http.Target;
import java.util.List;
import java.util.regex.Pattern;

/// The configuration that is right for a site: a file for nginx's `http` block, with the reason of
/// every line.
public final class SiteConfiguration {
  private static final Pattern PLAIN_PARAMETER = Pattern.compile("[^\\s\"';{}\\\\#$]+");
  private static final int HTTP_PORT = 80;

  private final Site site;
  private final ApplicationProfile application;
  private final ConfigurationText text = new ConfigurationText();

  private SiteConfiguration(Site site) {
    this.site = site;
    this.application = site.application();
  }

  /// The whole file.
  public static String of(Site site) {
    return new SiteConfiguration(site).write();
  }

  private String write() {
    head();
    maps();
    if (site.hasUpstream()) {
      upstream();
    }
    site.certificate().ifPresent(_ -> redirect());
    server();
    return text.toString();
  }

  private void head() {
    text.comment("%s at %s, for nginx %s.".formatted(application, site.origin(), site.version()));
    text.comment(
        "Belongs into the http block: save it as /etc/nginx/conf.d/%s.conf, run nginx -t, then nginx -s reload."
            .formatted(application.id()));
    text.comment("Then: wsdoctor check " + site.socketUrl());
    List<String> notes = application.notes(site.origin());
    if (!notes.isEmpty()) {
      text.line("#").comment("What else it needs:");
      notes.forEach(text::item);
    }
  }

  private void maps() {
    text.empty()
        .comment(
            "Only WebSockets are let through: whatever else a client names in Upgrade, h2c for one, stays out.")
        .open("map $http_upgrade $websocket_upgrade")
        .line("default '';")
        .line("~*^websocket$ websocket;")
        .close();
    text.empty()
        .comment("Connection announces Upgrade, and is left to nginx for ordinary requests.")
        .open("map $websocket_upgrade $websocket_connection")
        .line("default upgrade;")
        .line("'' '';")
        .close();
  }

  private void upstream() {
    boolean several = site.backends().size() > 1;
    text.empty().open("upstream " + site.upstreamName());
    if (several && application.needsAffinity()) {
      text.comment("Every request of one client reaches the same server.").line("ip_hash;");
    }
    String failures = several ? " max_fails=3" : "";
    if (several) {
      text.comment("One failed request alone does not take a server out for all sockets.");
    }
    for (Target backend : site.backends()) {
      text.line("server %s:%d%s;".formatted(host(backend), backend.port(), failures));
    }
    application
        .needs()
        .keepalive()
        .ifPresent(
            count ->
                text.comment("Ordinary requests use connections again; tunnels have their own.")
                    .line("keepalive " + count + ";"));
    text.close();
  }

  static String host(Target backend) {
    return backend.host().contains(":") ? "[" + backend.host() + "]" : backend.host();
  }

  private void redirect() {
    text.empty().open("server");
    listen(Integer.toString(site.httpPort()));
    text.line("server_name " + site.domain() + ";").empty();
    text.comment("For browsers. WebSocket clients do not follow it: they open wss:// at once.")
        .line("return 301 https://$host$request_uri;")
        .close();
  }

  private void listen(String rest) {
    text.line("listen " + rest + ";").line("listen [::]:" + rest + ";");
  }

  private void server() {
    text.empty().open("server");
    site.certificate().ifPresentOrElse(this::secured, this::plain);
    application
        .needs()
        .bodySize()
        .ifPresent(
            size ->
                text.empty()
                    .comment("Uploads: nginx's own limit is 1m, and 0 means none.")
                    .line("client_max_body_size " + size + ";"));
    text.empty();
    new SiteLocation(site, text).write();
    if (application.needs().part().isPresent()) {
      text.empty().comment("The other locations of the site belong here.");
    }
    text.close();
  }

  private void plain() {
    listen(Integer.toString(site.httpPort()));
    text.line("server_name " + site.domain() + ";");
    if (site.httpPort() == HTTP_PORT) {
      text.comment(
          "Without TLS: a page that was opened with https:// cannot open ws:// here. With a certificate, name it with --tls-certificate and --tls-key.");
    }
  }

  /// The parameter `http2` of listen became a directive in 1.25.1.
  private void secured(Site.Certificate certificate) {
    boolean directive = site.version().isAtLeast(1, 25, 1);
    listen(directive ? "443 ssl" : "443 ssl http2");
    if (directive) {
      text.line("http2 on;");
    }
    text.line("server_name " + site.domain() + ";");
    text.line("ssl_certificate " + parameter(certificate.file()) + ";");
    text.line("ssl_certificate_key " + parameter(certificate.key()) + ";");
    text.comment(
        "HTTP/2 is for the pages: browsers open their sockets over HTTP/1.1 beside it, by themselves.");
  }

  private static String parameter(String text) {
    boolean plain = PLAIN_PARAMETER.matcher(text).matches();
    return plain ? text : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
