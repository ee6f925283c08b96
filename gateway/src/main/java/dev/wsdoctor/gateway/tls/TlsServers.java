package dev.wsdoctor.gateway.tls;

import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.Files;
import dev.wsdoctor.conf.Prefixes;
import dev.wsdoctor.nginx.Listen;
import dev.wsdoctor.nginx.Nginx;
import dev.wsdoctor.nginx.VirtualServer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/// The TLS of all addresses of a configuration. Everything is loaded at once, so that what is wrong
/// is known before anything listens.
public final class TlsServers implements AutoCloseable {
  private final Complaints complaints = new Complaints();
  private final Map<VirtualServer, ServerTls> settings = new LinkedHashMap<>();
  private final Map<String, TlsListener> listeners = new HashMap<>();
  private final List<ServerContext> contexts = new ArrayList<>();

  private final Supplier<Library> library;

  private TlsServers(Supplier<Library> library) {
    this.library = library;
  }

  /// Loads what the servers of http name.
  ///
  /// @param files where certificates and keys are read from
  /// @param library is asked for only if there is TLS
  /// @param clock what certificates of clients are judged by
  public static TlsServers of(
      Nginx nginx, Files files, Prefixes prefixes, InstantSource clock, Supplier<Library> library) {
    var servers = new TlsServers(library);
    var pem = new PemFiles(files, prefixes);
    for (VirtualServer server : nginx.servers()) {
      boolean concerned =
          !server.scope().inForce("ssl_certificate").isEmpty()
              || ServerTls.isOn(server.scope(), "ssl_reject_handshake");
      if (concerned) {
        servers.settings.put(
            server,
            ServerTls.of(server.scope(), nginx.version(), library.get(), pem, servers.complaints));
      }
      servers.remarkHttp2(server);
    }
    if (servers.errors().isEmpty()) {
      servers.listen(nginx, clock);
    }
    return servers;
  }

  private void remarkHttp2(VirtualServer server) {
    server.listens().stream()
        .filter(Listen::http2)
        .flatMap(listen -> listen.directive().stream())
        .findFirst()
        .or(() -> server.scope().setting("http2").filter(d -> d.parameter().equals("on")))
        .ifPresent(
            d -> complaints.note(d, "HTTP/2 is not spoken; clients are offered HTTP/1.1 by ALPN"));
  }

  private void listen(Nginx nginx, InstantSource clock) {
    for (VirtualServer server : nginx.servers()) {
      for (Listen listen : server.listens()) {
        String key = key(listen.address(), listen.port());
        if (!listen.quic()
            && nginx.speaksTls(listen.address(), listen.port())
            && !listeners.containsKey(key)) {
          listeners.put(key, listener(nginx, listen, clock));
        }
      }
    }
  }

  private TlsListener listener(Nginx nginx, Listen at, InstantSource clock) {
    Map<VirtualServer, ServerContext> here = new HashMap<>();
    Optional<ServerTls> byDefault = nginx.defaultServer(at.address(), at.port()).map(settings::get);
    for (VirtualServer server : nginx.servers()) {
      ServerTls own = settings.get(server);
      boolean isHere =
          server.listens().stream()
              .anyMatch(l -> l.address().equals(at.address()) && l.port() == at.port());
      if (own != null && own.isUsable() && isHere) {
        context(server, own, nginx.version().isAtLeast(1, 29, 2) ? own : byDefault.orElse(own))
            .ifPresent(context -> here.put(server, context));
      }
    }
    return new TlsListener(nginx, at.address(), at.port(), here, settings, clock);
  }

  private Optional<ServerContext> context(VirtualServer server, ServerTls own, ServerTls listener) {
    try {
      ServerContext context = ServerContext.of(library.get(), own, listener);
      contexts.add(context);
      return Optional.of(context);
    } catch (SSLException e) {
      complaints.errorIn(
          server.directive(), "the TLS library refuses these settings: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static String key(String address, int port) {
    return address + ' ' + port;
  }

  /// What nginx would say against it, in its words; nothing can be served if there is any.
  public List<ConfigurationError> errors() {
    return complaints.errors();
  }

  /// What is done otherwise than nginx would, one sentence each with `FILE:LINE`.
  public List<String> notes() {
    return complaints.notes();
  }

  /// The TLS of an address as [Listen] has it; nothing if plain HTTP is spoken there.
  public Optional<TlsListener> at(String address, int port) {
    return Optional.ofNullable(listeners.get(key(address, port)));
  }

  /// Why a server does not serve a client with these facts, though the handshake was made
  /// (`ngx_http_process_request`).
  public Optional<CertificateRefusal> refusal(VirtualServer server, TlsFacts facts) {
    return Optional.ofNullable(settings.get(server))
        .map(own -> own.verification().mode())
        .filter(mode -> mode != ClientVerification.Mode.OFF)
        .flatMap(mode -> CertificateRefusal.of(mode, facts));
  }

  /// Lets go of the library's memory; connections that stand go on.
  @Override
  public void close() {
    contexts.forEach(ServerContext::release);
    contexts.clear();
  }
}
