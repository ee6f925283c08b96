package dev.wsdoctor.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every key is made by `openssl`, written in another form by `openssl`, and must be the same key.
class PrivateKeyReaderTest {
  @TempDir static Path folder;

  private static OpensslTool openssl;

  @BeforeAll
  static void makeKeys() {
    openssl = new OpensslTool(folder);
    openssl.run("genpkey", "-algorithm", "RSA", "-out", "rsa.key");
    openssl.run(
        "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384", "-out", "ec.key");
    openssl.run("genpkey", "-algorithm", "ED25519", "-out", "ed.key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "ec", "ed"})
  void readsPkcs8(String name) {
    assertThat(privateKey(openssl.text(name + ".key")).getEncoded()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-aes128", "-aes192", "-aes256", "-des3"})
  void readsTheTraditionalForms(String cipher) {
    String password = "pass:secret";
    check("rsa", "rsa", "-traditional");
    check("rsa", "rsa", "-traditional", cipher, "-passout", password);
    check("ec", "ec");
    check("ec", "ec", cipher, "-passout", password);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-v2 aes256",
        "-v2 aes128 -v2prf hmacWithSHA512",
        "-v2 des3",
        "-v2 aes-192-cbc -v2prf hmacWithSHA1",
        "-v1 PBE-SHA1-3DES"
      })
  void readsEncryptedPkcs8(String how) {
    List<String> words =
        new ArrayList<>(List.of("pkcs8", "-topk8", "-passout", "pass:secret", "-in", "%s.key"));
    words.addAll(List.of(how.split(" ")));
    for (String name : List.of("rsa", "ec", "ed")) {
      String[] command = words.stream().map(word -> word.formatted(name)).toArray(String[]::new);
      assertThat(key(openssl.run(command))).isEqualTo(key(openssl.text(name + ".key")));
    }
  }

  @Test
  void theFirstKeyOfTheFileCounts() {
    String both = openssl.run("ec", "-in", "ec.key") + openssl.text("rsa.key");
    assertThat(key("some words before\n" + both)).isEqualTo(key(openssl.text("ec.key")));
    String parameters = openssl.run("ecparam", "-name", "secp384r1");
    assertThat(key(parameters + both)).isEqualTo(key(openssl.text("ec.key")));
  }

  @Test
  void lineEndsDoNotMatter() {
    String text = openssl.text("rsa.key");
    assertThat(key(text.replace("\n", "\r\n"))).isEqualTo(key(text));
  }

  @Test
  void saysWhatOpensslSays() {
    String traditional =
        openssl.run("rsa", "-in", "rsa.key", "-traditional", "-aes128", "-passout", "pass:other");
    String pkcs8 = openssl.run("pkcs8", "-topk8", "-in", "rsa.key", "-passout", "pass:other");
    assertThat(failure(traditional)).isEqualTo(PrivateKeyReader.BAD_DECRYPT);
    assertThat(failure(pkcs8)).isEqualTo(PrivateKeyReader.MAYBE_WRONG_PASSWORD);
    assertThat(failure("")).isEqualTo(PrivateKeyReader.NO_KEY);
    assertThat(failure("-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n"))
        .isEqualTo(PrivateKeyReader.NO_KEY);
  }

  @Test
  void everyCutOfAKeyIsAFailureAndNoException() {
    String text = openssl.text("ec.key");
    for (int end = 0; end < text.length() - "\n-----END PRIVATE KEY-----\n".length(); end++) {
      String cut = text.substring(0, end) + "\n-----END PRIVATE KEY-----\n";
      assertThat(PrivateKeyReader.read(cut, List.of())).isInstanceOf(PrivateKeyReader.Result.class);
    }
  }

  private static void check(String name, String... words) {
    List<String> command = new ArrayList<>(Arrays.asList(words));
    command.addAll(1, List.of("-in", name + ".key"));
    String text = openssl.run(command.toArray(String[]::new));
    assertThat(text).contains(" PRIVATE KEY-----");
    assertThat(key(text)).isEqualTo(key(openssl.text(name + ".key")));
  }

  /// The number alone: an EC key may carry its public half or not.
  private static Object key(String text) {
    return privateKey(text) instanceof ECPrivateKey ec ? ec.getS() : privateKey(text);
  }

  private static PrivateKey privateKey(String text) {
    return switch (PrivateKeyReader.read(text, List.of("wrong", "secret"))) {
      case PrivateKeyReader.Result.Key(PrivateKey key) -> key;
      case PrivateKeyReader.Result.Failed(String complaint) ->
          throw new AssertionError(complaint + " of\n" + text);
    };
  }

  private static String failure(String text) {
    return switch (PrivateKeyReader.read(text, List.of("wrong", "secret"))) {
      case PrivateKeyReader.Result.Key(PrivateKey key) ->
          throw new AssertionError("expected a failure, got " + key.getAlgorithm());
      case PrivateKeyReader.Result.Failed(String complaint) -> complaint;
    };
  }
}
