package dev.wsdoctor.gateway.exchange;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/// Compares a password with an entry of an `auth_basic_user_file` (`ngx_crypt`): `{PLAIN}`,
/// `{SHA}`, `{SSHA}`, and MD5 as Apache (`$apr1$`) and crypt(3) (`$1$`) make it.
final class Passwords {
  private static final String ALPHABET =
      "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int ROUNDS = 1000;
  private static final int SHA_LENGTH = 20;

  private Passwords() {}

  static boolean matches(String password, String entry) {
    if (entry.startsWith("{PLAIN}")) {
      return equal(password, entry.substring(7));
    }
    if (entry.startsWith("{SHA}")) {
      byte[] hash = digest("SHA-1").digest(bytes(password));
      return equal(Base64.getEncoder().encodeToString(hash), entry.substring(5));
    }
    if (entry.startsWith("{SSHA}")) {
      return salted(password, entry.substring(6));
    }
    for (String magic : new String[] {"$apr1$", "$1$"}) {
      if (entry.startsWith(magic)) {
        String salt = entry.substring(magic.length()).split("\\$", 2)[0];
        return equal(md5(password, magic, salt.substring(0, Math.min(8, salt.length()))), entry);
      }
    }
    return false;
  }

  private static boolean equal(String one, String other) {
    return MessageDigest.isEqual(bytes(one), bytes(other));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean salted(String password, String encoded) {
    byte[] stored;
    try {
      stored = Base64.getDecoder().decode(encoded);
    } catch (IllegalArgumentException _) {
      return false;
    }
    if (stored.length < SHA_LENGTH) {
      return false;
    }
    MessageDigest sha = digest("SHA-1");
    sha.update(bytes(password));
    sha.update(stored, SHA_LENGTH, stored.length - SHA_LENGTH);
    return MessageDigest.isEqual(sha.digest(), Arrays.copyOf(stored, SHA_LENGTH));
  }

  /// `ngx_crypt_apr1`
  private static String md5(String password, String magic, String salt) {
    byte[] key = bytes(password);
    byte[] grain = bytes(salt);
    MessageDigest md5 = digest("MD5");
    md5.update(key);
    md5.update(grain);
    md5.update(key);
    byte[] last = md5.digest();
    md5.update(key);
    md5.update(bytes(magic));
    md5.update(grain);
    for (int n = key.length; n > 0; n -= 16) {
      md5.update(last, 0, Math.min(16, n));
    }
    for (int i = key.length; i > 0; i >>= 1) {
      md5.update((i & 1) != 0 ? 0 : key[0]);
    }
    last = md5.digest();
    for (int i = 0; i < ROUNDS; i++) {
      last = round(i, key, grain, last, md5);
    }
    return magic + salt + "$" + encode(last);
  }

  private static byte[] round(int i, byte[] key, byte[] salt, byte[] last, MessageDigest md5) {
    md5.update((i & 1) != 0 ? key : last);
    if (i % 3 != 0) {
      md5.update(salt);
    }
    if (i % 7 != 0) {
      md5.update(key);
    }
    md5.update((i & 1) != 0 ? last : key);
    return md5.digest();
  }

  private static String encode(byte[] hash) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      int third = i == 4 ? 5 : i + 12;
      append(out, (hash[i] & 0xff) << 16 | (hash[i + 6] & 0xff) << 8 | (hash[third] & 0xff), 4);
    }
    append(out, hash[11] & 0xff, 2);
    return out.toString();
  }

  private static void append(StringBuilder out, int bits, int count) {
    int rest = bits;
    for (int i = 0; i < count; i++) {
      out.append(ALPHABET.charAt(rest & 0x3f));
      rest >>= 6;
    }
  }
}
