package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Files;
import dev.wsdoctor.conf.Prefixes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Certificates and keys that cannot be opened.
final class Certificates {
  private static final int ENOENT = 2;
  private static final Pattern ERRNO = Pattern.compile("failed \\((\\d+): (.*)\\)$");

  private record Errno(int number, String text) {}

  private final Prefixes prefixes;
  private final Files files;
  private final Map<String, Optional<Errno>> failures = new HashMap<>();

  Certificates(Prefixes prefixes, Files files) {
    this.prefixes = prefixes;
    this.files = files;
  }

  /// Nothing is known of any file, and nothing said.
  static Certificates unseen(Prefixes prefixes) {
    return new Certificates(
        prefixes,
        new Files() {
          @Override
          public Result read(String path) {
            return new Failure("not looked at");
          }

          @Override
          public List<String> glob(String pattern) {
            return List.of();
          }
        });
  }

  /// Whether a server has no certificate and answers handshakes all the same.
  static boolean isMissing(Block server) {
    return server.switchedOn("ssl_reject_handshake").isEmpty()
        && server.inForce("ssl_certificate").isEmpty();
  }

  /// What nginx says where such a server gets the handshakes of a socket, at one of its lines.
  static void missing(Report report, Directive place, String parameter) {
    report.error(
        place,
        "no \"ssl_certificate\" is defined for the \"listen ... " + parameter + "\" directive");
  }

  /// What nginx says when it loads these for a server; one key per certificate.
  Optional<String> failure(List<Directive> certificates, List<Directive> keys) {
    for (int i = 0; i < certificates.size(); i++) {
      String certificate = prefixes.inConf(certificates.get(i).parameter());
      if (i >= keys.size()) {
        return Optional.of(
            "no \"ssl_certificate_key\" is defined for certificate \"%s\""
                .formatted(certificates.getLast().parameter()));
      }
      String key = prefixes.inConf(keys.get(i).parameter());
      Optional<String> failure =
          failure("certificate", certificate).or(() -> failure("certificate key", key));
      if (failure.isPresent()) {
        return failure;
      }
    }
    return Optional.empty();
  }

  private Optional<String> failure(String what, String name) {
    String path = CText.of(name);
    boolean elsewhere =
        path.contains("$")
            || path.contains("data:")
            || path.contains("engine:")
            || path.contains("store:");
    return elsewhere
        ? Optional.empty()
        : failures.computeIfAbsent(path, this::open).map(why -> sentence(what, path, why));
  }

  private Optional<Errno> open(String path) {
    return switch (files.read(path)) {
      case Files.Content(_) -> Optional.empty();
      case Files.Failure(String message) -> reason(message);
    };
  }

  /// The errno and its text, where opening failed; other failures are not foreseen.
  private static Optional<Errno> reason(String message) {
    Matcher matcher = ERRNO.matcher(message);
    return matcher.find()
        ? Optional.of(new Errno(Integer.parseInt(matcher.group(1)), matcher.group(2)))
        : Optional.empty();
  }

  /// In the words of OpenSSL.
  private static String sentence(String what, String path, Errno why) {
    return ("cannot load %s \"%s\": BIO_new_file() failed (SSL: error:80%06X:system library::%s"
            + ":calling fopen(%s, r) error:%s)")
        .formatted(
            what,
            path,
            why.number(),
            why.text(),
            path,
            why.number() == ENOENT
                ? "10000080:BIO routines::no such file"
                : "10080002:BIO routines::system lib");
  }
}
