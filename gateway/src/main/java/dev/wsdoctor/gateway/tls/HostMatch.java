package dev.wsdoctor.gateway.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/// Whether a certificate is for a name, as OpenSSL's `X509_check_host` sees it: by its DNS names,
/// and only without any by its common name. Addresses in it do not count.
final class HostMatch {
  private static final int DNS_NAME = 2;

  private HostMatch() {}

  static boolean matches(X509Certificate certificate, String host) {
    List<String> names = dnsNames(certificate);
    return (names.isEmpty() ? commonNames(certificate) : names)
        .stream().anyMatch(name -> matches(name.toLowerCase(Locale.ROOT), lower(host)));
  }

  private static String lower(String host) {
    return host.toLowerCase(Locale.ROOT);
  }

  private static List<String> dnsNames(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> alternative : alternatives) {
          if (alternative.getFirst().equals(DNS_NAME)) {
            names.add(String.valueOf(alternative.get(1)));
          }
        }
      }
    } catch (CertificateParsingException _) {
      return names;
    }
    return names;
  }

  private static List<String> commonNames(X509Certificate certificate) {
    try {
      String subject = certificate.getSubjectX500Principal().getName(X500Principal.RFC2253);
      return new LdapName(subject)
          .getRdns().stream()
              .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
              .map(Rdn::getValue)
              .map(String::valueOf)
              .toList();
    } catch (InvalidNameException _) {
      return List.of();
    }
  }

  /// `valid_star` and `wildcard_match`: one star in the first label, and two dots at least.
  private static boolean matches(String pattern, String host) {
    int star = pattern.indexOf('*');
    int dot = pattern.indexOf('.');
    boolean isWildcard =
        star >= 0
            && star < dot
            && pattern.indexOf('*', star + 1) < 0
            && pattern.indexOf('.', dot + 1) > 0
            && (star == 0 || star == dot - 1);
    if (!isWildcard) {
      return pattern.equals(host);
    }
    int end = host.indexOf('.');
    if (end < 0 || !host.substring(end).equals(pattern.substring(dot))) {
      return false;
    }
    String label = host.substring(0, end);
    String before = pattern.substring(0, star);
    String behind = pattern.substring(star + 1, dot);
    boolean isWhole = before.isEmpty() && behind.isEmpty();
    return label.length() >= before.length() + behind.length() + (isWhole ? 1 : 0)
        && label.startsWith(before)
        && label.endsWith(behind)
        && (isWhole || !label.startsWith("xn--"));
  }
}
