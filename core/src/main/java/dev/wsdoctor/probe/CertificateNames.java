package dev.wsdoctor.probe;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// The subject alternative names of a certificate; browsers look at nothing else (RFC 9525, 6.3).
record CertificateNames(List<String> hosts, List<String> addresses) {
  /// GeneralName's numbers for a DNS name and an IP address (RFC 5280, 4.2.1.6).
  private static final int DNS_NAME = 2;

  private static final int IP_ADDRESS = 7;

  static CertificateNames of(X509Certificate certificate) {
    List<String> hosts = new ArrayList<>();
    List<String> addresses = new ArrayList<>();
    for (List<?> name : alternativeNames(certificate)) {
      if (name.get(0).equals(DNS_NAME)) {
        hosts.add(String.valueOf(name.get(1)).toLowerCase(Locale.ROOT));
      } else if (name.get(0).equals(IP_ADDRESS)) {
        addresses.add(canonical(String.valueOf(name.get(1))));
      }
    }
    return new CertificateNames(hosts, addresses);
  }

  private static Collection<List<?>> alternativeNames(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null ? List.of() : names;
    } catch (CertificateParsingException _) {
      return List.of();
    }
  }

  boolean cover(String host) {
    String wanted = host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    if (wanted.contains(":") || wanted.matches("[0-9.]+")) {
      return addresses.contains(canonical(wanted));
    }
    return hosts.stream().anyMatch(name -> matches(name, wanted));
  }

  /// A `*` stands for exactly the leftmost label (RFC 9525, 6.3).
  private static boolean matches(String name, String host) {
    if (!name.startsWith("*.")) {
      return name.equals(host);
    }
    int dot = host.indexOf('.');
    return dot > 0 && host.substring(dot).equals(name.substring(1));
  }

  private static String canonical(String address) {
    try {
      return InetAddress.ofLiteral(address).getHostAddress();
    } catch (IllegalArgumentException _) {
      return address;
    }
  }

  List<String> all() {
    List<String> all = new ArrayList<>(hosts);
    all.addAll(addresses);
    return all;
  }

  String describe() {
    List<String> all = all();
    return all.isEmpty() ? "no host at all (it has no subjectAltName)" : String.join(", ", all);
  }
}
