package dev.wsdoctor.gateway.tls;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.gateway.openssl.TicketKey;
import dev.wsdoctor.nginx.Scope;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The files of `ssl_session_ticket_key`.
final class TicketKeys {
  private static final String DIRECTIVE = "ssl_session_ticket_key";

  private TicketKeys() {}

  static List<TicketKey> of(Scope server, Library library, PemFiles files, Complaints complaints) {
    List<Directive> written = server.inForce(DIRECTIVE);
    if (!written.isEmpty() && library == Library.JDK) {
      complaints.unsupported(written.getFirst(), "without OpenSSL \"" + DIRECTIVE + "\"");
      return List.of();
    }
    List<TicketKey> keys = new ArrayList<>();
    for (Directive directive : written) {
      read(directive, files, complaints).ifPresent(keys::add);
    }
    return keys;
  }

  private static Optional<TicketKey> read(
      Directive directive, PemFiles files, Complaints complaints) {
    String path = files.path(directive.parameter());
    return switch (files.open(path)) {
      case PemFiles.Opened.Failed(String sentence, _) -> {
        complaints.errorIn(directive, sentence);
        yield Optional.empty();
      }
      case PemFiles.Opened.Text(String text) -> {
        Optional<TicketKey> key = TicketKey.of(text.getBytes(StandardCharsets.ISO_8859_1));
        if (key.isEmpty()) {
          complaints.errorIn(directive, "\"" + path + "\" must be 48 or 80 bytes");
        }
        yield key;
      }
    };
  }
}
