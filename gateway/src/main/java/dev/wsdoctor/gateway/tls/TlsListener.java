package dev.wsdoctor.gateway.tls;

import dev.wsdoctor.gateway.openssl.OpensslServer;
import dev.wsdoctor.nginx.Nginx;
import dev.wsdoctor.nginx.VirtualServer;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The TLS of one address: chooses by SNI, as the evaluator chooses servers, what answers a
/// handshake (`ngx_http_ssl_servername`). May be used by many threads.
public final class TlsListener {
  private static final int UNRECOGNIZED_NAME = 112;
  private static final int NO_APPLICATION_PROTOCOL = 120;
  private static final int HANDSHAKE_FAILURE = 40;

  private final Nginx nginx;
  private final String address;
  private final int port;
  private final Map<VirtualServer, ServerContext> contexts;
  private final Map<VirtualServer, ServerTls> settings;
  private final InstantSource clock;

  TlsListener(
      Nginx nginx,
      String address,
      int port,
      Map<VirtualServer, ServerContext> contexts,
      Map<VirtualServer, ServerTls> settings,
      InstantSource clock) {
    this.nginx = nginx;
    this.address = address;
    this.port = port;
    this.contexts = Map.copyOf(contexts);
    this.settings = Map.copyOf(settings);
    this.clock = clock;
  }

  /// How a client is answered.
  sealed interface Answer {
    record Handshake(ServerContext context) implements Answer {}

    /// A fatal alert, and what nginx logs.
    record Alert(int description, String message) implements Answer {}
  }

  Answer answer(ClientHello hello) {
    if (!hello.protocols().isEmpty()
        && hello.protocols().stream().noneMatch(OpensslServer.PROTOCOLS::contains)) {
      return new Answer.Alert(
          NO_APPLICATION_PROTOCOL,
          "SSL_do_handshake() failed"
              + " (SSL: error:0A0000EB:SSL routines::no application protocol)");
    }
    Optional<VirtualServer> byDefault = nginx.defaultServer(address, port);
    Optional<VirtualServer> server =
        hello
            .serverName()
            .flatMap(name -> nginx.namedServer(address, port, name.toLowerCase(Locale.ROOT)))
            .or(() -> byDefault);
    if (server.map(settings::get).filter(ServerTls::rejects).isPresent()) {
      return new Answer.Alert(UNRECOGNIZED_NAME, "handshake rejected");
    }
    return server
        .map(contexts::get)
        .or(() -> byDefault.map(contexts::get))
        .<Answer>map(Answer.Handshake::new)
        .orElse(
            new Answer.Alert(
                HANDSHAKE_FAILURE,
                "SSL_do_handshake() failed (SSL: error:0A0000C1:SSL routines::no shared cipher)"));
  }

  InstantSource clock() {
    return clock;
  }
}
