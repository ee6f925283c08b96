package dev.wsdoctor.gateway.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// Opens an `ENCRYPTED PRIVATE KEY` (RFC 5958): PBES2 with PBKDF2 (RFC 8018), which Java knows for
/// AES-128 and AES-256 only, or the schemes of PBES1 that Java knows. There is no scrypt here.
final class Pkcs8Decryption {
  private static final String PBES2 = "2a864886f70d01050d";
  private static final String PBKDF2 = "2a864886f70d01050c";
  private static final int MAX_ITERATIONS = 10_000_000;

  private record Encryption(String key, String transformation, int keyBytes) {}

  private static final Map<String, Encryption> ENCRYPTIONS =
      Map.of(
          "60864801650304" + "0102",
          new Encryption("AES", "AES/CBC/PKCS5Padding", 16),
          "60864801650304" + "0116",
          new Encryption("AES", "AES/CBC/PKCS5Padding", 24),
          "60864801650304" + "012a",
          new Encryption("AES", "AES/CBC/PKCS5Padding", 32),
          "2a864886f70d0307",
          new Encryption("DESede", "DESede/CBC/PKCS5Padding", 24));

  private static final Map<String, String> FUNCTIONS =
      Map.of(
          "2a864886f70d0207", "PBKDF2WithHmacSHA1",
          "2a864886f70d0208", "PBKDF2WithHmacSHA224",
          "2a864886f70d0209", "PBKDF2WithHmacSHA256",
          "2a864886f70d020a", "PBKDF2WithHmacSHA384",
          "2a864886f70d020b", "PBKDF2WithHmacSHA512");

  private Pkcs8Decryption() {}

  /// The plain PKCS #8 key; an exception for a wrong password, or a scheme that is not known here.
  ///
  /// @param password one char per byte
  static byte[] decrypt(byte[] encrypted, String password) throws GeneralSecurityException {
    List<Der> info = inner(Der.first(encrypted).orElseThrow(Pkcs8Decryption::broken), 2);
    List<Der> scheme = inner(info.getFirst(), 2);
    return hex(scheme.getFirst()).equals(PBES2)
        ? pbes2(scheme.get(1), info.get(1).content(), characters(password))
        : pbes1(encrypted, characters(password));
  }

  private static byte[] pbes2(Der parameters, byte[] data, char[] password)
      throws GeneralSecurityException {
    List<Der> both = inner(parameters, 2);
    List<Der> derivation = inner(both.getFirst(), 2);
    List<Der> encryption = inner(both.get(1), 2);
    Encryption algorithm = ENCRYPTIONS.get(hex(encryption.getFirst()));
    if (!hex(derivation.getFirst()).equals(PBKDF2) || algorithm == null) {
      throw new GeneralSecurityException("unsupported scheme of PBES2");
    }
    byte[] key = key(inner(derivation.get(1), 2), password, algorithm.keyBytes());
    Cipher cipher = Cipher.getInstance(algorithm.transformation());
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(key, algorithm.key()),
        new IvParameterSpec(encryption.get(1).content()));
    return cipher.doFinal(data);
  }

  private static byte[] key(List<Der> derivation, char[] password, int bytes)
      throws GeneralSecurityException {
    byte[] salt = derivation.getFirst().content();
    BigInteger iterations = new BigInteger(1, derivation.get(1).content());
    if (salt.length == 0
        || iterations.signum() == 0
        || iterations.compareTo(BigInteger.valueOf(MAX_ITERATIONS)) > 0) {
      throw broken();
    }
    var spec = new PBEKeySpec(password, salt, iterations.intValue(), bytes * Byte.SIZE);
    return SecretKeyFactory.getInstance(function(derivation)).generateSecret(spec).getEncoded();
  }

  private static String function(List<Der> derivation) throws GeneralSecurityException {
    Der last = derivation.getLast();
    if (!last.is(Der.SEQUENCE)) {
      return "PBKDF2WithHmacSHA1";
    }
    String function = FUNCTIONS.get(hex(inner(last, 1).getFirst()));
    if (function == null) {
      throw new GeneralSecurityException("unsupported function of PBKDF2");
    }
    return function;
  }

  private static byte[] pbes1(byte[] encrypted, char[] password) throws GeneralSecurityException {
    try {
      var info = new EncryptedPrivateKeyInfo(encrypted);
      var secret =
          SecretKeyFactory.getInstance(info.getAlgName()).generateSecret(new PBEKeySpec(password));
      Cipher cipher = Cipher.getInstance(info.getAlgName());
      cipher.init(Cipher.DECRYPT_MODE, secret, info.getAlgParameters());
      return info.getKeySpec(cipher).getEncoded();
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /// Java makes UTF-8 of them again.
  private static char[] characters(String password) {
    byte[] bytes = password.getBytes(StandardCharsets.ISO_8859_1);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes))
          .toString()
          .toCharArray();
    } catch (CharacterCodingException _) {
      return password.toCharArray();
    }
  }

  private static List<Der> inner(Der element, int atLeast) throws GeneralSecurityException {
    return element.inner().filter(i -> i.size() >= atLeast).orElseThrow(Pkcs8Decryption::broken);
  }

  private static GeneralSecurityException broken() {
    return new GeneralSecurityException("expected an EncryptedPrivateKeyInfo");
  }

  private static String hex(Der identifier) {
    return HexFormat.of().formatHex(identifier.content());
  }
}
