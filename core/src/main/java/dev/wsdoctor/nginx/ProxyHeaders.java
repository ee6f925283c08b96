package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.http.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The field lines that are sent upstream, in order: configured ones, nginx's defaults, the
/// client's (`ngx_http_proxy_init_headers`, `ngx_http_proxy_create_request`).
final class ProxyHeaders {
  private static final ComplexValue NONE = ComplexValue.of("");
  private static final ComplexValue CLOSE = ComplexValue.of("close");
  private static final ComplexValue CACHED_TIME = ComplexValue.of("$upstream_cache_last_modified");
  private static final ComplexValue CACHED_ETAG = ComplexValue.of("$upstream_cache_etag");
  private static final ComplexValue PROXY_HOST = ComplexValue.of("$proxy_host");

  /// A line that is still to be written: nginx computes the lengths of all of them first.
  private record Line(
      String name,
      ComplexValue.Prepared value,
      Sent.Origin origin,
      Optional<Directive> directive) {}

  private final RequestState state;
  private final Scope scope;
  private final String version;
  private final ConfiguredHeaders configured;
  private final boolean caches;
  private final List<Sent.Field> fields = new ArrayList<>();
  private final List<Line> lines = new ArrayList<>();

  private ProxyHeaders(RequestState state, Scope scope, String version) {
    this.state = state;
    this.scope = scope;
    this.version = version;
    this.configured = ConfiguredHeaders.of(scope);
    this.caches = CacheUse.applies(state, scope);
  }

  static List<Sent.Field> of(RequestState state, Scope scope, String version) {
    return new ProxyHeaders(state, scope, version).build();
  }

  private List<Sent.Field> build() {
    String contentLength = BodyFields.contentLength(state, scope);
    boolean hostFirst = state.nginx.version().isAtLeast(1, 31, 4);
    if (hostFirst) {
      host();
    }
    for (ConfiguredHeaders.Line line : configured.lines()) {
      if (!hostFirst || !line.isHost()) {
        prepare(line);
      }
    }
    if (!hostFirst) {
      prepareDefault("Host", PROXY_HOST);
    }
    prepareDefault("Connection", state.nginx.version().isAtLeast(1, 29, 7) ? NONE : CLOSE);
    prepareDefault("Content-Length", ComplexValue.of(contentLength));
    prepareDefault("Transfer-Encoding", ComplexValue.of(BodyFields.transferEncoding(state, scope)));
    if (caches) {
      prepareDefault("If-Modified-Since", CACHED_TIME);
      prepareDefault("If-None-Match", CACHED_ETAG);
    }
    lines.forEach(this::write);
    if (configured.passesClient()) {
      addClient();
    }
    return fields;
  }

  /// Since 1.31.4 Host comes first, the last line configured decides, and an empty one means the
  /// default, except towards HTTP/1.0.
  private void host() {
    Optional<ConfiguredHeaders.Line> last = configured.host();
    boolean isEmpty = last.map(l -> l.value().evaluate(state).isEmpty()).orElse(true);
    boolean mayBeMissing = last.isPresent() && version.equals("HTTP/1.0");
    if (!isEmpty) {
      last.ifPresent(this::prepare);
    } else if (!mayBeMissing) {
      prepare("Host", PROXY_HOST);
    }
  }

  private void prepare(ConfiguredHeaders.Line line) {
    lines.add(
        new Line(
            line.name(),
            line.value().prepare(state, false),
            Sent.Origin.CONFIGURED,
            line.directive()));
  }

  private void prepareDefault(String name, ComplexValue value) {
    if (!configured.names().contains(name)) {
      prepare(name, value);
    }
  }

  private void prepare(String name, ComplexValue value) {
    lines.add(new Line(name, value.prepare(state, false), Sent.Origin.DEFAULT, Optional.empty()));
  }

  /// A line with an empty value is not sent.
  private void write(Line line) {
    Value value = line.value.write();
    if (!value.isEmpty()) {
      fields.add(new Sent.Field(line.name, value, line.origin, line.directive));
    }
  }

  private void addClient() {
    for (Field field : state.fields) {
      if (!isTaken(field)) {
        fields.add(
            new Sent.Field(
                field.name(), Value.of(field.value()), Sent.Origin.CLIENT, Optional.empty()));
      }
    }
  }

  private boolean isTaken(Field field) {
    Set<String> taken = caches ? configured.takenForCache() : configured.taken();
    return taken.contains(field.name())
        || (field.isNamed("Proxy-Connection") && state.nginx.version().isAtLeast(1, 31, 0));
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
