package dev.wsdoctor.gateway.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Opens a key with `Proc-Type: 4,ENCRYPTED`, the form of `openssl rsa -aes128` of old: RFC 1421's
/// headers, the key derived by OpenSSL's `EVP_BytesToKey` with one round of MD5.
final class LegacyDecryption {
  private static final int SALT_BYTES = 8;

  private record Algorithm(String key, String transformation, int keyBytes) {}

  private static final Map<String, Algorithm> ALGORITHMS =
      Map.of(
          "AES-128-CBC", new Algorithm("AES", "AES/CBC/PKCS5Padding", 16),
          "AES-192-CBC", new Algorithm("AES", "AES/CBC/PKCS5Padding", 24),
          "AES-256-CBC", new Algorithm("AES", "AES/CBC/PKCS5Padding", 32),
          "DES-EDE3-CBC", new Algorithm("DESede", "DESede/CBC/PKCS5Padding", 24),
          "DES-CBC", new Algorithm("DES", "DES/CBC/PKCS5Padding", 8));

  private LegacyDecryption() {}

  static boolean applies(Pem.Block block) {
    return block.headers().getOrDefault("Proc-Type", "").endsWith("ENCRYPTED");
  }

  /// The plain key; an exception for a wrong password, or an algorithm that is not known here.
  static byte[] decrypt(Pem.Block block, byte[] password) throws GeneralSecurityException {
    String info = block.headers().getOrDefault("DEK-Info", "");
    int comma = info.indexOf(',');
    Algorithm algorithm = ALGORITHMS.get(comma < 0 ? info : info.substring(0, comma));
    if (algorithm == null) {
      throw new GeneralSecurityException("unsupported encryption \"" + info + "\"");
    }
    byte[] iv = iv(info.substring(comma + 1));
    byte[] key = key(password, Arrays.copyOf(iv, SALT_BYTES), algorithm.keyBytes());
    Cipher cipher = Cipher.getInstance(algorithm.transformation());
    cipher.init(
        Cipher.DECRYPT_MODE, new SecretKeySpec(key, algorithm.key()), new IvParameterSpec(iv));
    return cipher.doFinal(block.bytes());
  }

  private static byte[] iv(String hex) throws GeneralSecurityException {
    try {
      return HexFormat.of().parseHex(hex.strip());
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("bad iv chars", e);
    }
  }

  private static byte[] key(byte[] password, byte[] salt, int length)
      throws GeneralSecurityException {
    MessageDigest md5 = MessageDigest.getInstance("MD5");
    byte[] key = new byte[0];
    byte[] last = new byte[0];
    while (key.length < length) {
      md5.update(last);
      md5.update(password);
      last = md5.digest(salt);
      int had = key.length;
      key = Arrays.copyOf(key, had + last.length);
      System.arraycopy(last, 0, key, had, last.length);
    }
    return Arrays.copyOf(key, length);
  }
}
