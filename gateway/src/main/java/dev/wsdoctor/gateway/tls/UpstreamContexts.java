package dev.wsdoctor.gateway.tls;

import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Files;
import dev.wsdoctor.conf.Prefixes;
import dev.wsdoctor.nginx.Nginx;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.nginx.VirtualServer;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/// The TLS to all upstreams of a configuration, loaded at once. Scopes whose settings are the same
/// share a context, and with it the sessions. May be used by many threads.
public final class UpstreamContexts implements AutoCloseable {
  private static final Set<String> BLOCKS = Set.of("location", "if", "limit_except");

  /// Directives that make a context another one.
  private static final List<String> SETTINGS =
      List.of(
          "proxy_ssl_certificate",
          "proxy_ssl_certificate_key",
          "proxy_ssl_password_file",
          "proxy_ssl_protocols",
          "proxy_ssl_ciphers",
          "proxy_ssl_verify",
          "proxy_ssl_verify_depth",
          "proxy_ssl_trusted_certificate",
          "proxy_ssl_crl",
          "proxy_ssl_session_reuse");

  private final Complaints complaints = new Complaints();

  /// By what the settings are.
  private final Map<List<List<String>>, UpstreamContext> contexts = new HashMap<>();

  private final Nginx nginx;
  private final PemFiles files;
  private final InstantSource clock;
  private final Supplier<Library> library;

  private UpstreamContexts(
      Nginx nginx, PemFiles files, InstantSource clock, Supplier<Library> library) {
    this.library = library;
    this.nginx = nginx;
    this.files = files;
    this.clock = clock;
  }

  /// Loads what every `proxy_pass https://` of http needs, and every one whose scheme is a
  /// variable.
  ///
  /// @param library is asked for only if there is one
  public static UpstreamContexts of(
      Nginx nginx, Files files, Prefixes prefixes, InstantSource clock, Supplier<Library> library) {
    var upstreams = new UpstreamContexts(nginx, new PemFiles(files, prefixes), clock, library);
    for (VirtualServer server : nginx.servers()) {
      scopes(server.scope()).filter(UpstreamContexts::maySpeakTls).forEach(upstreams::load);
    }
    return upstreams;
  }

  /// The scope and those of the blocks inside.
  private static Stream<Scope> scopes(Scope scope) {
    return Stream.concat(
        Stream.of(scope),
        scope
            .block()
            .body()
            .filter(d -> d.isBlock() && BLOCKS.contains(d.name()))
            .flatMap(d -> scopes(scope.within(d))));
  }

  private static boolean maySpeakTls(Scope scope) {
    return scope.own("proxy_pass").stream()
        .map(Directive::parameter)
        .anyMatch(url -> url.startsWith("https://") || url.startsWith("$"));
  }

  private void load(Scope scope) {
    List<List<String>> key = key(scope);
    if (contexts.containsKey(key)) {
      return;
    }
    int before = complaints.errors().size();
    UpstreamSettings settings = UpstreamSettings.of(scope, nginx.version(), files, complaints);
    if (complaints.errors().size() > before) {
      return;
    }
    try {
      contexts.put(key, UpstreamContext.of(library.get(), settings, clock));
    } catch (SSLException e) {
      complaints.errorIn(
          scope.block(), "the TLS library refuses these settings: " + e.getMessage());
    }
  }

  private static List<List<String>> key(Scope scope) {
    return SETTINGS.stream()
        .map(name -> scope.setting(name).map(Directive::parameters).orElse(List.of()))
        .toList();
  }

  /// What nginx would say against it, in its words.
  public List<ConfigurationError> errors() {
    return complaints.errors();
  }

  /// What is done otherwise than nginx would, one sentence each with `FILE:LINE`.
  public List<String> notes() {
    return complaints.notes();
  }

  /// That of a scope which passes requests on over TLS; nothing if it does not.
  public Optional<UpstreamContext> of(Scope scope) {
    return Optional.ofNullable(contexts.get(key(scope)));
  }

  /// Lets go of the library's memory; connections that stand go on.
  @Override
  public void close() {
    contexts.values().forEach(UpstreamContext::release);
    contexts.clear();
  }
}
