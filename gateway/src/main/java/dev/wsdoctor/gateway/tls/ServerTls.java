package dev.wsdoctor.gateway.tls;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.directive.Quantities;
import dev.wsdoctor.gateway.openssl.TicketKey;
import dev.wsdoctor.nginx.Scope;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The TLS settings of one `server` block, loaded (`ngx_http_ssl_merge_srv_conf`).
///
/// @param identities one certificate of each kind of key; none if the server has no certificate of
///   its own, or `ssl_reject_handshake`
/// @param ciphers below TLS 1.3
/// @param cipherString from which OpenSSL makes the ciphers itself
/// @param diffieHellman the text of `ssl_dhparam`, if OpenSSL is to use it
/// @param curves none leaves it to the library
record ServerTls(
    List<Identity> identities,
    List<String> protocols,
    String cipherString,
    List<CipherSuite> ciphers,
    boolean prefersOwnCiphers,
    Optional<String> diffieHellman,
    List<String> curves,
    ClientVerification verification,
    Sessions sessions,
    List<TicketKey> ticketKeys,
    OpensslCommands commands,
    boolean rejects) {
  private static final String CIPHERS = "HIGH:!aNULL:!MD5";
  private static final String LOAD_LOCATIONS = "SSL_CTX_load_verify_locations";
  private static final int UNBOUND_VERIFY_CLIENT_VERSION_MINOR = 27;

  ServerTls {
    identities = List.copyOf(identities);
    protocols = List.copyOf(protocols);
    ciphers = List.copyOf(ciphers);
    curves = List.copyOf(curves);
    ticketKeys = List.copyOf(ticketKeys);
  }

  /// Whether handshakes can be made with these settings alone.
  boolean isUsable() {
    return !identities.isEmpty();
  }

  /// Reads the settings in the order in which nginx does; what is wrong goes to `complaints`.
  static ServerTls of(
      Scope server, NginxVersion version, Library library, PemFiles files, Complaints complaints) {
    List<Identity> identities =
        Identity.of(
            server.inForce("ssl_certificate"),
            server.inForce("ssl_certificate_key"),
            passwords(server, "ssl_password_file", files, complaints),
            files,
            complaints);
    String written = server.setting("ssl_ciphers").map(Directive::parameter).orElse(CIPHERS);
    List<CipherSuite> ciphers = CipherString.suites(written);
    server
        .setting("ssl_ciphers")
        .filter(_ -> ciphers.isEmpty())
        .ifPresent(
            d ->
                complaints.error(
                    d,
                    ("SSL_CTX_set_cipher_list(\"%s\") failed"
                            + " (SSL: error:0A0000B9:SSL routines::no cipher match)")
                        .formatted(written)));
    ClientVerification verification = verification(server, version, files, complaints);
    remarks(server, complaints);
    return new ServerTls(
        onePerKind(identities),
        Protocols.of(server.setting("ssl_protocols"), written, version, complaints),
        written,
        ciphers,
        isOn(server, "ssl_prefer_server_ciphers"),
        diffieHellman(server, library, files, complaints),
        server
            .setting("ssl_ecdh_curve")
            .map(d -> Curves.of(d, library, complaints))
            .orElse(List.of()),
        verification,
        Sessions.of(server),
        TicketKeys.of(server, library, files, complaints),
        OpensslCommands.of(server, library, files, complaints),
        isOn(server, "ssl_reject_handshake"));
  }

  /// The last certificate of a kind replaces those before it (`SSL_CTX_use_certificate`).
  private static List<Identity> onePerKind(List<Identity> all) {
    List<Identity> kept = new ArrayList<>();
    for (Identity identity : all) {
      kept.removeIf(other -> other.algorithm().equals(identity.algorithm()));
      kept.add(identity);
    }
    return kept;
  }

  /// The lines of a password file (`ngx_ssl_read_password_file`).
  static List<String> passwords(Scope scope, String name, PemFiles files, Complaints complaints) {
    Optional<Directive> setting = scope.setting(name);
    if (setting.isEmpty()) {
      return List.of();
    }
    return switch (files.open(files.path(setting.get().parameter()))) {
      case PemFiles.Opened.Text(String text) ->
          text.lines().filter(line -> !line.isEmpty()).toList();
      case PemFiles.Opened.Failed(String sentence, _) -> {
        complaints.errorIn(setting.get(), sentence);
        yield List.of();
      }
    };
  }

  private static ClientVerification verification(
      Scope server, NginxVersion version, PemFiles files, Complaints complaints) {
    ClientVerification.Mode mode = mode(server.setting("ssl_verify_client"));
    Optional<Directive> named = server.setting("ssl_client_certificate");
    Optional<Directive> trusted = server.setting("ssl_trusted_certificate");
    boolean trustedWillDo = version.isAtLeast(1, UNBOUND_VERIFY_CLIENT_VERSION_MINOR, 2);
    boolean lacksCa = named.isEmpty() && !(trustedWillDo && trusted.isPresent());
    if (mode == ClientVerification.Mode.ON || mode == ClientVerification.Mode.OPTIONAL) {
      server
          .setting("ssl_verify_client")
          .filter(_ -> lacksCa)
          .ifPresent(
              d ->
                  complaints.error(
                      d,
                      trustedWillDo
                          ? "no ssl_client_certificate or ssl_trusted_certificate for ssl_verify_client"
                          : "no ssl_client_certificate for ssl_verify_client"));
    }
    List<X509Certificate> names =
        mode == ClientVerification.Mode.OFF
            ? List.of()
            : certificates(named, d -> files.trusted(d, LOAD_LOCATIONS, complaints));
    List<X509Certificate> anchors = new ArrayList<>(names);
    anchors.addAll(certificates(trusted, d -> files.trusted(d, LOAD_LOCATIONS, complaints)));
    List<X509CRL> revocations =
        server
            .setting("ssl_crl")
            .map(d -> files.trusted(d, "X509_LOOKUP_load_file", complaints).revocations())
            .orElse(List.of());
    return new ClientVerification(
        mode, names, new Trust(anchors, revocations, depth(server, "ssl_verify_depth")));
  }

  private static List<X509Certificate> certificates(
      Optional<Directive> setting, Function<Directive, CertificateReader> read) {
    return setting.map(d -> read.apply(d).certificates()).orElse(List.of());
  }

  static int depth(Scope scope, String name) {
    return scope.setting(name).map(d -> (int) Quantities.number(d.parameter()).orElse(1)).orElse(1);
  }

  private static ClientVerification.Mode mode(Optional<Directive> setting) {
    return switch (setting.map(Directive::parameter).orElse("off")) {
      case "on" -> ClientVerification.Mode.ON;
      case "optional" -> ClientVerification.Mode.OPTIONAL;
      case "optional_no_ca" -> ClientVerification.Mode.OPTIONAL_NO_CA;
      default -> ClientVerification.Mode.OFF;
    };
  }

  private static Optional<String> diffieHellman(
      Scope server, Library library, PemFiles files, Complaints complaints) {
    Optional<Directive> setting = server.setting("ssl_dhparam");
    if (setting.isEmpty()) {
      return Optional.empty();
    }
    Directive directive = setting.get();
    String path = files.path(directive.parameter());
    return switch (files.open(path)) {
      case PemFiles.Opened.Failed(_, String openssl) -> {
        complaints.error(
            directive, "BIO_new_file(\"%s\") failed (SSL: %s)".formatted(path, openssl));
        yield Optional.empty();
      }
      case PemFiles.Opened.Text _ when library == Library.JDK -> {
        complaints.note(directive, "suites with DHE are not offered, so ssl_dhparam has no effect");
        yield Optional.empty();
      }
      case PemFiles.Opened.Text(String text) -> Optional.of(text);
    };
  }

  /// What has no effect here, and what has to have one and cannot.
  private static void remarks(Scope server, Complaints complaints) {
    for (String name : List.of("ssl_ech_file", "ssl_stapling_file")) {
      server.setting(name).ifPresent(d -> complaints.unsupported(d, "\"" + name + "\""));
    }
    server
        .setting("ssl_ocsp")
        .filter(d -> !d.parameter().equals("off"))
        .ifPresent(d -> complaints.unsupported(d, "\"ssl_ocsp\""));
    note(
        server,
        "ssl_stapling",
        "no OCSP response is stapled, as by nginx until it has one",
        complaints);
    note(
        server, "ssl_early_data", "0-RTT is not accepted; clients send the data again", complaints);
  }

  private static void note(Scope server, String flag, String sentence, Complaints complaints) {
    server
        .setting(flag)
        .filter(d -> d.parameter().equalsIgnoreCase("on"))
        .ifPresent(d -> complaints.note(d, sentence));
  }

  static boolean isOn(Scope scope, String flag) {
    return scope.setting(flag).filter(d -> d.parameter().equalsIgnoreCase("on")).isPresent();
  }
}
