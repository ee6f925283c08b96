package dev.wsdoctor.gateway.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/// Signs with one key and checks with the other, to see whether they are a pair.
final class SignatureTrial {
  private static final byte[] TEXT = "a trial".getBytes(StandardCharsets.US_ASCII);

  private SignatureTrial() {}

  static boolean fits(PublicKey open, PrivateKey secret, String algorithm) {
    try {
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(secret);
      signing.update(TEXT);
      byte[] signed = signing.sign();
      Signature checking = Signature.getInstance(algorithm);
      checking.initVerify(open);
      checking.update(TEXT);
      return checking.verify(signed);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }
}
