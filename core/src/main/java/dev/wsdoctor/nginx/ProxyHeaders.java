package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.http.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The field lines that are sent upstream, in order: configured ones, nginx's defaults, the
/// client's (`ngx_http_proxy_init_headers`, `ngx_http_proxy_create_request`).
final class ProxyHeaders {
  private static final List<String> CACHE_DEFAULTS =
      List.of(
          "If-Modified-Since",
          "If-Unmodified-Since",
          "If-None-Match",
          "If-Match",
          "Range",
          "If-Range");

  private final RequestState state;
  private final Scope scope;
  private final String version;
  private final List<Sent.Field> fields = new ArrayList<>();
  private final List<Directive> configured;

  private ProxyHeaders(RequestState state, Scope scope, String version) {
    this.state = state;
    this.scope = scope;
    this.version = version;
    this.configured = scope.inForce("proxy_set_header");
  }

  static List<Sent.Field> of(RequestState state, Scope scope, String version) {
    return new ProxyHeaders(state, scope, version).build();
  }

  private List<Sent.Field> build() {
    Map<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Map<String, String> defaults = defaults();
    boolean hostFirst = state.nginx.version().isAtLeast(1, 31, 4);
    configured.forEach(d -> names.put(d.parameter(), ""));
    if (hostFirst) {
      addHost();
    }
    for (Directive directive : configured) {
      if (!hostFirst || !directive.parameter().equalsIgnoreCase("Host")) {
        addConfigured(directive);
      }
    }
    defaults.forEach(
        (name, template) -> {
          if (!names.containsKey(name) && !(hostFirst && name.equals("Host"))) {
            addDefault(name, template);
          }
        });
    defaults.keySet().forEach(name -> names.put(name, ""));
    if (scope.flag("proxy_pass_request_headers", true)) {
      addClient(names);
    }
    return fields;
  }

  private Map<String, String> defaults() {
    NginxVersion nginx = state.nginx.version();
    Map<String, String> defaults = new java.util.LinkedHashMap<>();
    defaults.put("Host", "$proxy_host");
    defaults.put("Connection", nginx.isAtLeast(1, 29, 7) ? "" : "close");
    defaults.put("Content-Length", BodyFields.contentLength(state, scope));
    defaults.put("Transfer-Encoding", BodyFields.transferEncoding(state, scope));
    defaults.put("TE", "");
    defaults.put("Keep-Alive", "");
    defaults.put("Expect", "");
    defaults.put("Upgrade", "");
    if (nginx.isAtLeast(1, 31, 0)) {
      defaults.put("Proxy-Connection", "");
    }
    boolean caches =
        scope.setting("proxy_cache").filter(d -> !d.parameter().equals("off")).isPresent();
    if (caches) {
      CACHE_DEFAULTS.forEach(name -> defaults.put(name, ""));
    }
    return defaults;
  }

  /// Since 1.31.4 Host comes first, the last line configured decides, and an empty one means the
  /// default, except towards HTTP/1.0.
  private void addHost() {
    Optional<Directive> last =
        configured.stream()
            .filter(d -> d.parameter().equalsIgnoreCase("Host"))
            .reduce((_, second) -> second);
    int before = fields.size();
    last.ifPresent(this::addConfigured);
    boolean mayBeMissing = last.isPresent() && version.equals("HTTP/1.0");
    if (fields.size() == before && !mayBeMissing) {
      addDefault("Host", "$proxy_host");
    }
  }

  private void addConfigured(Directive directive) {
    Value value = ComplexValue.of(directive.parameters().getLast()).evaluate(state);
    if (!value.isEmpty()) {
      fields.add(
          new Sent.Field(
              directive.parameter(), value, Sent.Origin.CONFIGURED, Optional.of(directive)));
    }
  }

  private void addDefault(String name, String template) {
    Value value = ComplexValue.of(template).evaluate(state);
    if (!value.isEmpty()) {
      fields.add(new Sent.Field(name, value, Sent.Origin.DEFAULT, Optional.empty()));
    }
  }

  private void addClient(Map<String, String> taken) {
    for (Field field : state.fields) {
      if (!taken.containsKey(field.name())) {
        fields.add(
            new Sent.Field(
                field.name(), Value.of(field.value()), Sent.Origin.CLIENT, Optional.empty()));
      }
    }
  }

  /// Tells which lines further out are not in force because this level has its own.
  static void sayWhatIsCancelled(RequestState state, Scope scope) {
    List<Directive> configured = scope.inForce("proxy_set_header");
    List<Directive> cancelled = scope.cancelled("proxy_set_header");
    if (cancelled.isEmpty()) {
      return;
    }
    Directive level = scope.levelOf("proxy_set_header").orElse(scope).block();
    String title = (level.name() + " " + String.join(" ", level.parameters())).strip();
    List<String> lost =
        cancelled.stream()
            .map(Directive::parameter)
            .filter(
                name -> configured.stream().noneMatch(d -> d.parameter().equalsIgnoreCase(name)))
            .map(name -> name.toLowerCase(Locale.ROOT))
            .distinct()
            .toList();
    state.step(
        Phase.CONTENT,
        lost.isEmpty()
            ? "the proxy_set_header lines further out are not in force"
            : "not set here: " + String.join(", ", lost),
        title
            + " has its own proxy_set_header, which cancels the "
            + cancelled.size()
            + " from "
            + cancelled.getFirst().where()
            + " on",
        configured.getFirst());
  }
}
