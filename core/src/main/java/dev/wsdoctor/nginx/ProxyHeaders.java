package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.http.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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

  /// A line that is still to be written: nginx computes the lengths of all of them first.
  private record Line(
      String name,
      ComplexValue.Prepared value,
      Sent.Origin origin,
      Optional<Directive> directive) {}

  private final RequestState state;
  private final Scope scope;
  private final String version;
  private final List<Sent.Field> fields = new ArrayList<>();
  private final List<Directive> configured;
  private final List<Line> lines = new ArrayList<>();

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
    Map<String, String> defaults = defaults();
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    configured.forEach(d -> names.add(d.parameter()));
    boolean hostFirst = state.nginx.version().isAtLeast(1, 31, 4);
    if (hostFirst) {
      host();
    }
    for (Directive directive : configured) {
      if (!hostFirst || !directive.parameter().equalsIgnoreCase("Host")) {
        prepare(directive);
      }
    }
    defaults.forEach(
        (name, template) -> {
          if (!names.contains(name) && !(hostFirst && name.equals("Host"))) {
            prepare(name, template);
          }
        });
    lines.forEach(this::write);
    names.addAll(defaults.keySet());
    if (scope.flag("proxy_pass_request_headers", true)) {
      addClient(names);
    }
    return fields;
  }

  private Map<String, String> defaults() {
    NginxVersion nginx = state.nginx.version();
    Map<String, String> defaults = new LinkedHashMap<>();
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
  private void host() {
    Optional<Directive> last =
        configured.stream()
            .filter(d -> d.parameter().equalsIgnoreCase("Host"))
            .reduce((_, second) -> second);
    boolean isEmpty =
        last.map(d -> ComplexValue.of(d.lastParameter()).evaluate(state).isEmpty()).orElse(true);
    boolean mayBeMissing = last.isPresent() && version.equals("HTTP/1.0");
    if (!isEmpty) {
      last.ifPresent(this::prepare);
    } else if (!mayBeMissing) {
      prepare("Host", "$proxy_host");
    }
  }

  private void prepare(Directive directive) {
    lines.add(
        new Line(
            directive.parameter(),
            ComplexValue.of(directive.lastParameter()).prepare(state, false),
            Sent.Origin.CONFIGURED,
            Optional.of(directive)));
  }

  private void prepare(String name, String template) {
    lines.add(
        new Line(
            name,
            ComplexValue.of(template).prepare(state, false),
            Sent.Origin.DEFAULT,
            Optional.empty()));
  }

  /// A line with an empty value is not sent.
  private void write(Line line) {
    Value value = line.value.write();
    if (!value.isEmpty()) {
      fields.add(new Sent.Field(line.name, value, line.origin, line.directive));
    }
  }

  private void addClient(Set<String> taken) {
    for (Field field : state.fields) {
      if (!taken.contains(field.name())) {
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
