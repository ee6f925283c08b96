package dev.wsdoctor.gateway.tls;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Files;
import dev.wsdoctor.conf.Prefixes;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The files that TLS directives name, read as OpenSSL reads them, and its words when they cannot
/// be opened.
final class PemFiles {
  private static final int ENOENT = 2;
  private static final Pattern ERRNO = Pattern.compile("failed \\((\\d+): (.*)\\)$");

  private final Files files;
  private final Prefixes prefixes;

  PemFiles(Files files, Prefixes prefixes) {
    this.files = files;
    this.prefixes = prefixes;
  }

  /// What came of opening a file.
  sealed interface Opened {
    record Text(String text) implements Opened {}

    /// It could not be opened.
    ///
    /// @param sentence as nginx's `open()` says it
    /// @param openssl as OpenSSL's `BIO_new_file()` says it
    record Failed(String sentence, String openssl) implements Opened {}
  }

  /// The full name of what is written in a directive.
  String path(String written) {
    return prefixes.inConf(written);
  }

  Opened open(String path) {
    return switch (files.read(path)) {
      case Files.Content(var file) -> new Opened.Text(file.text());
      case Files.Failure(String message) -> failed(path, message);
    };
  }

  private static Opened failed(String path, String message) {
    Matcher matcher = ERRNO.matcher(message);
    if (!matcher.find()) {
      return new Opened.Failed(message, message);
    }
    int number = Integer.parseInt(matcher.group(1));
    if (number == 21) {
      // fopen(3) opens a folder, and nothing can be read of it
      return new Opened.Text("");
    }
    String openssl =
        "error:80%06X:system library::%s:calling fopen(%s, r) error:%s"
            .formatted(
                number,
                matcher.group(2),
                path,
                number == ENOENT
                    ? "10000080:BIO routines::no such file"
                    : "10080002:BIO routines::system lib");
    return new Opened.Failed(message, openssl);
  }

  /// Certificates and revocation lists that the chain of a peer is checked against, for
  /// `ssl_client_certificate` and its like: `call` is the function that nginx names.
  CertificateReader trusted(Directive directive, String call, Complaints complaints) {
    String path = path(directive.parameter());
    String sentence = call + "(\"" + path + "\") failed (SSL: ";
    switch (open(path)) {
      case Opened.Failed(_, String openssl) -> {
        complaints.error(
            directive,
            sentence + openssl + " error:05880002:x509 certificate routines::system lib)");
        return CertificateReader.read("");
      }
      case Opened.Text(String text) -> {
        CertificateReader read = CertificateReader.read(text);
        complaint(read).ifPresent(why -> complaints.error(directive, sentence + why + ")"));
        return read;
      }
    }
  }

  private static Optional<String> complaint(CertificateReader read) {
    if (read.complaint().isPresent()) {
      return read.complaint()
          .map(why -> why + " error:05880009:x509 certificate routines::PEM lib");
    }
    return read.certificates().isEmpty() && read.revocations().isEmpty()
        ? Optional.of("error:05800088:x509 certificate routines::no certificate or crl found")
        : Optional.empty();
  }
}
