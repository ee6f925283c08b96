package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Files;
import dev.wsdoctor.conf.Prefixes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Certificates and keys that cannot be opened.
final class Certificates {
  private static final String ABSENT = "2: No such file or directory";
  private static final String DENIED = "13: Permission denied";

  private final Prefixes prefixes;
  private final Files files;
  private final Map<String, Optional<String>> failures = new HashMap<>();

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

  private Optional<String> failure(String what, String path) {
    boolean elsewhere =
        path.contains("$")
            || path.contains("data:")
            || path.contains("engine:")
            || path.contains("store:");
    return elsewhere
        ? Optional.empty()
        : failures.computeIfAbsent(path, this::open).map(why -> sentence(what, path, why));
  }

  private Optional<String> open(String path) {
    return switch (files.read(path)) {
      case Files.Content(_) -> Optional.empty();
      case Files.Failure(String message) -> reason(message);
    };
  }

  /// OpenSSL's text for the errno; other failures than the two are not foreseen.
  private static Optional<String> reason(String message) {
    if (message.contains("(" + ABSENT + ")")) {
      return Optional.of(ABSENT);
    }
    return message.contains("(" + DENIED + ")") ? Optional.of(DENIED) : Optional.empty();
  }

  private static String sentence(String what, String path, String why) {
    boolean absent = why.equals(ABSENT);
    String text = why.substring(why.indexOf(' ') + 1);
    return ("cannot load %s \"%s\": BIO_new_file() failed (SSL: error:%s:system library::%s"
            + ":calling fopen(%s, r) error:%s)")
        .formatted(
            what,
            path,
            absent ? "80000002" : "8000000D",
            text,
            path,
            absent ? "10000080:BIO routines::no such file" : "10080002:BIO routines::system lib");
  }
}
