package dev.wsdoctor.application;

import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Target;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// The location that a site's application is reached by, sockets and pages alike.
final class SiteLocation {
  private static final Pattern IP_ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

  private final Site site;
  private final Needs needs;
  private final ConfigurationText text;

  SiteLocation(Site site, ConfigurationText text) {
    this.site = site;
    this.needs = site.application().needs();
    this.text = text;
  }

  void write() {
    Optional<Needs.Part> part = needs.part();
    part.ifPresentOrElse(
        this::describe,
        () ->
            text.comment(
                "Sockets and pages go the same way: a list of socket paths would miss those below a base path."));
    text.open(part.map(p -> "location ^~ " + p.prefix()).orElse("location /"));
    pass(part.filter(Needs.Part::stripped).isPresent());
    handshake();
    origin();
    limits();
    text.close();
  }

  private void describe(Needs.Part part) {
    text.comment(
        part.stripped()
            ? "^~ keeps regular expressions away from it; it does not know the prefix, so that is cut."
            : "^~ keeps regular expressions away from it.");
  }

  private void pass(boolean stripped) {
    Target backend = site.backends().getFirst();
    String authority =
        site.hasUpstream()
            ? site.upstreamName()
            : SiteConfiguration.host(backend) + ":" + backend.port();
    String scheme = backend.tls() ? "https://" : "http://";
    text.comment(
        stripped
            ? "The slash at the end stands for the prefix of the location."
            : "Without a path behind the address, so that path and query arrive as they were sent.");
    text.line("proxy_pass " + scheme + authority + (stripped ? "/" : "") + ";");
    if (backend.tls() && !IP_ADDRESS.matcher(backend.host()).matches()) {
      text.comment("The name that a TLS backend with several certificates needs.")
          .line("proxy_ssl_server_name on;")
          .line("proxy_ssl_name " + backend.host() + ";");
    }
  }

  private void handshake() {
    text.empty()
        .comment(
            "The handshake: HTTP/1.1, and the two fields that nginx drops from every request. All fields stand here, because one line here cancels all lines further out.")
        .line("proxy_http_version 1.1;")
        .line("proxy_set_header Upgrade $websocket_upgrade;")
        .line("proxy_set_header Connection $websocket_connection;");
  }

  private void origin() {
    text.empty()
        .comment(originReason())
        .line("proxy_set_header Host $http_host;")
        .line("proxy_set_header X-Forwarded-Host $http_host;")
        .line("proxy_set_header X-Forwarded-Proto $scheme;");
    if (!needs.schemeField().equals(Needs.USUAL_SCHEME_FIELD)) {
      text.comment("Where this application looks for the scheme.")
          .line("proxy_set_header " + needs.schemeField() + " $scheme;");
    }
    text.line("proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;")
        .line("proxy_set_header X-Real-IP $remote_addr;");
    for (Field field : needs.fields()) {
      if (!field.name().equals("X-Forwarded-Host")) {
        text.line("proxy_set_header " + field.name() + " " + field.value() + ";");
      }
    }
  }

  private String originReason() {
    return switch (needs.origin()) {
      case HOST ->
          "It compares Origin with Host: $http_host is what the browser typed, port included.";
      case FORWARDED_HOST ->
          "It compares Origin with X-Forwarded-Host, or Host: $http_host is what the browser typed, port included.";
      case LIST ->
          "Whom the browser asked, and how. Which Origin may open a socket is the application's own setting.";
      case NOT_HOST -> "Whom the browser asked, and how. It does not compare Origin with that.";
      case UNKNOWN ->
          "Whom the browser asked, and how: applications build addresses and cookies from it.";
    };
  }

  private void limits() {
    text.empty()
        .comment(limitReason())
        .line("proxy_read_timeout " + seconds(needs.idleLimit()) + ";")
        .comment("nginx logs that cut at level info only; to see it:")
        .line("# error_log /var/log/nginx/%s.log info;".formatted(site.application().id()));
    if (needs.unbuffered()) {
      text.empty()
          .comment(
              "A tunnel is never buffered; this is for what goes beside it: streams, long polls, uploads.")
          .line("proxy_buffering off;")
          .line("proxy_request_buffering off;");
    }
  }

  private String limitReason() {
    String silence = "After the upgrade this is how long both sides may be silent; usual is 60s.";
    return needs
        .heartbeat()
        .map(every -> silence + " It sends something every " + seconds(every) + " by itself.")
        .orElse(silence);
  }

  private static String seconds(Duration duration) {
    return duration.toSeconds() + "s";
  }
}
