package dev.wsdoctor.gateway.tls;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.NginxVersion;
import java.util.List;
import java.util.Optional;

/// The versions of TLS that `ssl_protocols` and its like allow.
final class Protocols {
  private static final List<String> KNOWN = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");
  private static final List<String> OLD = List.of("TLSv1", "TLSv1.1");

  private Protocols() {}

  /// What a version of nginx allows where the file says nothing.
  static List<String> usual(NginxVersion version) {
    if (version.isAtLeast(1, 27, 3)) {
      return List.of("TLSv1.2", "TLSv1.3");
    }
    return version.isAtLeast(1, 23, 4) ? KNOWN : List.of("TLSv1", "TLSv1.1", "TLSv1.2");
  }

  /// Those in force. OpenSSL 3 knows TLS 1.0 and 1.1 at security level 0 only, which a cipher
  /// string sets with `@SECLEVEL=0`; so it is here.
  static List<String> of(
      Optional<Directive> setting, String ciphers, NginxVersion version, Complaints complaints) {
    List<String> written =
        setting
            .map(d -> KNOWN.stream().filter(d.parameters()::contains).toList())
            .orElse(usual(version));
    boolean takesOld = CipherString.securityLevel(ciphers).filter(l -> l == 0).isPresent();
    List<String> taken = written.stream().filter(p -> takesOld || !OLD.contains(p)).toList();
    setting
        .filter(_ -> taken.size() < written.size())
        .ifPresent(
            d ->
                complaints.note(
                    d,
                    "TLS 1.0 and 1.1 are not spoken, as by OpenSSL 3 unless ssl_ciphers has"
                        + " @SECLEVEL=0"));
    if (taken.isEmpty()) {
      setting.ifPresent(
          d ->
              complaints.errorIn(
                  d,
                  "\""
                      + d.name()
                      + "\" leaves no protocol that this gateway speaks; add TLSv1.2 or"
                      + " TLSv1.3"));
    }
    return taken;
  }
}
