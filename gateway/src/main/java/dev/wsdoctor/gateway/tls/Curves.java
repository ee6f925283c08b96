package dev.wsdoctor.gateway.tls;

import dev.wsdoctor.conf.Directive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The groups that `ssl_ecdh_curve` names, by the names of the library; none for `auto`.
final class Curves {
  private static final Map<String, String> SPOKEN =
      Map.of(
          "prime256v1", "secp256r1",
          "P-256", "secp256r1",
          "secp384r1", "secp384r1",
          "P-384", "secp384r1",
          "secp521r1", "secp521r1",
          "P-521", "secp521r1",
          "X25519", "x25519",
          "x25519", "x25519");

  /// Those that OpenSSL has besides.
  private static final Set<String> KNOWN =
      Set.of(
          "X448",
          "secp224r1",
          "P-224",
          "secp256k1",
          "brainpoolP256r1",
          "brainpoolP384r1",
          "brainpoolP512r1",
          "ffdhe2048",
          "ffdhe3072",
          "ffdhe4096",
          "ffdhe6144",
          "ffdhe8192",
          "X25519MLKEM768",
          "SecP256r1MLKEM768",
          "SecP384r1MLKEM1024");

  private Curves() {}

  static List<String> of(Directive directive, Library library, Complaints complaints) {
    String written = directive.parameter();
    if (written.equals("auto")) {
      return List.of();
    }
    List<String> curves = new ArrayList<>();
    for (String name : written.split(":", -1)) {
      String spoken = SPOKEN.get(name);
      boolean isKnown = spoken != null || KNOWN.contains(name);
      if (library == Library.OPENSSL && isKnown) {
        curves.add(name);
      } else if (spoken != null) {
        curves.add(spoken);
      } else if (KNOWN.contains(name)) {
        complaints.note(directive, "the group " + name + " is not offered");
      } else {
        complaints.error(
            directive,
            ("SSL_CTX_set1_curves_list(\"%s\") failed (SSL: error:0A080106:SSL routines"
                    + "::passed invalid argument:group '%s' cannot be set)")
                .formatted(written, name));
        return List.of();
      }
    }
    if (curves.isEmpty()) {
      complaints.unsupported(directive, "every group of \"ssl_ecdh_curve " + written + "\"");
    }
    return curves;
  }
}
