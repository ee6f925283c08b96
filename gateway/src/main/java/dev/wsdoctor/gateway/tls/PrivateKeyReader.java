package dev.wsdoctor.gateway.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the private key of a PEM file in each of the forms that `PEM_read_bio_PrivateKey` takes:
/// PKCS #8, plain or encrypted (PBES2, PBES1), PKCS #1 for RSA, SEC 1 for EC, and the last two
/// encrypted in the traditional way.
final class PrivateKeyReader {
  /// A key, or what OpenSSL says instead.
  sealed interface Result {
    record Key(PrivateKey key) implements Result {}

    record Failed(String complaint) implements Result {}
  }

  static final String NO_KEY =
      "error:1E08010C:DECODER routines::unsupported:No supported data to decode. Input type: PEM";
  static final String BAD_DECRYPT =
      "error:1C800064:Provider routines::bad decrypt error:04800065:PEM routines::bad decrypt";
  static final String MAYBE_WRONG_PASSWORD =
      "error:1C800064:Provider routines::bad decrypt"
          + " error:11800074:PKCS12 routines::pkcs12 cipherfinal error:maybe wrong password";

  private static final byte[] VERSION_0 = {0};
  private static final byte[] RSA_OID = HexFormat.of().parseHex("2a864886f70d010101");
  private static final byte[] EC_OID = HexFormat.of().parseHex("2a8648ce3d0201");
  private static final int EC_PARAMETERS = 0xa0;

  private static final Map<String, String> ALGORITHMS =
      Map.of(
          HexFormat.of().formatHex(RSA_OID),
          "RSA",
          "2a864886f70d01010a",
          "RSASSA-PSS",
          HexFormat.of().formatHex(EC_OID),
          "EC",
          "2b6570",
          "Ed25519",
          "2b6571",
          "Ed448",
          "2a8648ce380401",
          "DSA");

  private PrivateKeyReader() {}

  /// The first key of the file; the passwords are tried in turn, as `ssl_password_file` asks.
  static Result read(String text, List<String> passwords) {
    Pem pem = Pem.read(text);
    for (Pem.Block block : pem.blocks()) {
      if (block.label().endsWith("PRIVATE KEY")) {
        return read(block, passwords);
      }
    }
    return new Result.Failed(NO_KEY);
  }

  private static Result read(Pem.Block block, List<String> passwords) {
    if (block.label().equals("ENCRYPTED PRIVATE KEY")) {
      return decrypted(
          passwords, MAYBE_WRONG_PASSWORD, word -> Pkcs8Decryption.decrypt(block.bytes(), word));
    }
    if (LegacyDecryption.applies(block)) {
      return decrypted(
          passwords,
          BAD_DECRYPT,
          word -> wrapped(block.label(), LegacyDecryption.decrypt(block, bytes(word))));
    }
    try {
      return new Result.Key(key(wrapped(block.label(), block.bytes())));
    } catch (GeneralSecurityException _) {
      return new Result.Failed(NO_KEY);
    }
  }

  private interface Decryption {
    byte[] open(String password) throws GeneralSecurityException;
  }

  private static Result decrypted(List<String> passwords, String complaint, Decryption decryption) {
    for (String password : passwords) {
      try {
        return new Result.Key(key(decryption.open(password)));
      } catch (GeneralSecurityException _) {
        // the next password may be the one
      }
    }
    return new Result.Failed(complaint);
  }

  /// One char per byte, as the password file was read.
  private static byte[] bytes(String password) {
    return password.getBytes(StandardCharsets.ISO_8859_1);
  }

  /// The PKCS #8 form of the three.
  private static byte[] wrapped(String label, byte[] der) throws GeneralSecurityException {
    return switch (label) {
      case "PRIVATE KEY" -> der;
      case "RSA PRIVATE KEY" -> pkcs8(RSA_OID, new Der(Der.NULL, new byte[0]), der);
      case "EC PRIVATE KEY" -> pkcs8(EC_OID, curve(der), der);
      default -> throw new GeneralSecurityException("unsupported form \"" + label + "\"");
    };
  }

  private static byte[] pkcs8(byte[] algorithm, Der parameters, byte[] key) {
    return Der.sequence(
            new Der(Der.INTEGER, VERSION_0),
            Der.sequence(new Der(Der.OBJECT_IDENTIFIER, algorithm), parameters),
            new Der(Der.OCTET_STRING, key))
        .encoded();
  }

  /// `parameters [0]` of SEC 1's ECPrivateKey.
  private static Der curve(byte[] sec1) throws GeneralSecurityException {
    return Der.first(sec1).flatMap(Der::inner).stream()
        .flatMap(List::stream)
        .filter(element -> element.is(EC_PARAMETERS))
        .flatMap(element -> Der.first(element.content()).stream())
        .findFirst()
        .orElseThrow(() -> new GeneralSecurityException("the key does not name its curve"));
  }

  private static PrivateKey key(byte[] pkcs8) throws GeneralSecurityException {
    Optional<String> algorithm =
        Der.first(pkcs8)
            .flatMap(Der::inner)
            .filter(elements -> elements.size() > 1)
            .flatMap(elements -> elements.get(1).inner())
            .filter(elements -> !elements.isEmpty())
            .map(elements -> HexFormat.of().formatHex(elements.getFirst().content()))
            .map(ALGORITHMS::get);
    if (algorithm.isEmpty()) {
      throw new GeneralSecurityException("the key is of no known algorithm");
    }
    return KeyFactory.getInstance(algorithm.get()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }
}
