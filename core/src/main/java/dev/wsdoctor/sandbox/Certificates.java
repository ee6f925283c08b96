package dev.wsdoctor.sandbox;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Prefixes;
import dev.wsdoctor.conf.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Replaces certificates, keys and the like that cannot be read here by throw-away ones.
///
/// When one of a configuration's certificates or keys is missing, all are replaced, so that none
/// meets another's key.
final class Certificates {
  private static final Set<String> CERTIFICATES =
      Set.of("ssl_certificate", "proxy_ssl_certificate", "grpc_ssl_certificate");
  private static final Set<String> KEYS =
      Set.of("ssl_certificate_key", "proxy_ssl_certificate_key", "grpc_ssl_certificate_key");
  private static final Set<String> AUTHORITIES =
      Set.of(
          "ssl_client_certificate",
          "ssl_trusted_certificate",
          "proxy_ssl_trusted_certificate",
          "grpc_ssl_trusted_certificate");
  private static final Set<String> DISPENSABLE =
      Set.of(
          "ssl_crl",
          "proxy_ssl_crl",
          "ssl_dhparam",
          "ssl_password_file",
          "proxy_ssl_password_file",
          "ssl_session_ticket_key",
          "ssl_stapling_file");

  /// Read when a request comes, if at all.
  private static final Set<String> OTHER_FILES = Set.of("auth_basic_user_file");

  /// Suites for the throw-away key, which is no RSA key.
  private static final String SUITES =
      ":ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384";

  private final Prefixes prefixes;
  private final List<String> missing = new ArrayList<>();

  Certificates(Prefixes prefixes) {
    this.prefixes = prefixes;
  }

  void move(List<Visit> visits, Moves moves, Workspace workspace) throws IOException {
    List<Directive> files =
        visits.stream().map(Visit::directive).filter(d -> !d.parameters().isEmpty()).toList();
    files.stream().filter(d -> isPair(d) && !isReadable(d)).forEach(this::miss);
    boolean replacesPairs = !missing.isEmpty();
    String certificate = workspace.path("certificate.pem");
    String key = workspace.path("key.pem");
    for (Directive directive : files) {
      String name = directive.name();
      if (isPair(directive) && replacesPairs) {
        moves.replaceParameter(directive, 0, CERTIFICATES.contains(name) ? certificate : key);
      } else if (isPair(directive) || OTHER_FILES.contains(name)) {
        absolute(directive, moves);
      } else if (AUTHORITIES.contains(name) || DISPENSABLE.contains(name)) {
        moveOther(directive, moves, certificate);
      } else if (replacesPairs && name.equals("ssl_ciphers")) {
        moves.replaceParameter(directive, 0, directive.parameter() + SUITES);
      } else if (replacesPairs && name.equals("ssl_ecdh_curve")) {
        moves.replaceParameter(directive, 0, "auto");
      }
    }
    if (!missing.isEmpty()) {
      workspace.write(certificate, ThrowAwayCertificate.get().certificatePem());
      workspace.write(key, ThrowAwayCertificate.get().keyPem());
    }
  }

  private void moveOther(Directive directive, Moves moves, String certificate) {
    if (isReadable(directive)) {
      absolute(directive, moves);
      return;
    }
    miss(directive);
    if (AUTHORITIES.contains(directive.name())) {
      moves.replaceParameter(directive, 0, certificate);
    } else {
      moves.remove(directive);
    }
  }

  private static boolean isPair(Directive directive) {
    return CERTIFICATES.contains(directive.name()) || KEYS.contains(directive.name());
  }

  private void miss(Directive directive) {
    missing.add(
        "%s: %s \"%s\" cannot be read here; a throw-away one takes its place"
            .formatted(directive.where(), directive.name(), directive.parameter()));
  }

  /// Relative names are relative to the folder of the original root file.
  private void absolute(Directive directive, Moves moves) {
    String name = directive.parameter();
    if (!name.startsWith("/") && !name.contains(":") && !name.startsWith("$")) {
      moves.replaceParameter(directive, 0, prefixes.inConf(name));
    }
  }

  private boolean isReadable(Directive directive) {
    String name = directive.parameter();
    if (name.contains("$") || name.contains(":")) {
      return false;
    }
    try {
      return name.isEmpty() || Files.isReadable(Path.of(SourceFile.display(prefixes.inConf(name))));
    } catch (InvalidPathException _) {
      return false;
    }
  }

  /// What was replaced, one sentence each.
  List<String> missing() {
    return missing;
  }
}
