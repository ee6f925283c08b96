package dev.wsdoctor.gateway.tls;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;

/// What the chain of a peer is checked against.
///
/// @param depth intermediate certificates between the peer's and a trusted one, at most
public record Trust(List<X509Certificate> anchors, List<X509CRL> revocations, int depth) {
  public Trust {
    anchors = List.copyOf(anchors);
    revocations = List.copyOf(revocations);
  }
}
