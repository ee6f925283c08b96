package dev.wsdoctor.conformance.gateway;

import dev.wsdoctor.conformance.TemporaryFolder;
import java.util.ArrayList;
import java.util.List;

/// The certificates of the TLS scenarios, made by `openssl`: `NAME.crt` with `NAME.key`.
record Pki(TemporaryFolder folder) {
  /// Makes all of them.
  static Pki in(TemporaryFolder folder) {
    Pki pki = new Pki(folder);
    pki.selfSigned("one", "rsa:2048");
    pki.selfSigned("two", "ec");
    pki.selfSigned("ec", "ec");
    pki.selfSigned("stranger", "ec");
    pki.authorities();
    pki.forms();
    folder.write("ticket48", "48 bytes of no secret".repeat(3).substring(0, 48));
    folder.write("ticket80", "80 bytes of no secret".repeat(4).substring(0, 80));
    return pki;
  }

  private void authorities() {
    sign("root", "root", "basicConstraints=critical,CA:TRUE");
    sign("foreign", "foreign", "basicConstraints=critical,CA:TRUE");
    sign("middle", "root", "basicConstraints=critical,CA:TRUE");
    sign("low", "middle", "basicConstraints=critical,CA:TRUE");
    sign("near", "root", "basicConstraints=CA:FALSE");
    sign("far", "middle", "basicConstraints=CA:FALSE");
    sign("farther", "low", "basicConstraints=CA:FALSE");
    sign("late", "root", "basicConstraints=CA:FALSE", "-days", "-1");
    sign("wrong", "root", "extendedKeyUsage=serverAuth");
    sign("api.test", "middle", "subjectAltName=DNS:api.test,DNS:*.wild.test");
    folder.write(
        "ca.cnf",
        "[ca]\ndefault_ca=d\n[d]\ndatabase=%s/index.txt\ndefault_md=sha256\ndefault_crl_days=30\n"
            .formatted(folder.path()));
    folder.write("index.txt", "");
    List<String> signer =
        List.of("ca", "-config", "ca.cnf", "-cert", "root.crt", "-keyfile", "root.key");
    run(signer, "-revoke", "near.crt");
    run(signer, "-gencrl", "-out", "root.crl");
    folder.write("low-middle.pem", folder.read("low.crt") + folder.read("middle.crt"));
    folder.write("api-chain.pem", folder.read("api.test.crt") + folder.read("middle.crt"));
  }

  /// The same keys in other forms.
  private void forms() {
    folder.write("pass", "wrong\nsecret\n");
    List<String> rsa = List.of("rsa", "-traditional", "-in", "one.key", "-passout", "pass:secret");
    run(rsa, "-out", "one-pkcs1.key");
    run(rsa, "-aes256", "-out", "one-legacy.key");
    List<String> pkcs8 = List.of("pkcs8", "-topk8", "-in", "one.key", "-passout", "pass:secret");
    run(pkcs8, "-out", "one-pkcs8.key");
    List<String> ec = List.of("ec", "-in", "ec.key", "-passout", "pass:secret");
    run(ec, "-out", "ec-sec1.key");
    run(ec, "-aes128", "-out", "ec-legacy.key");
  }

  private void run(List<String> first, String... last) {
    List<String> words = new ArrayList<>(first);
    words.addAll(List.of(last));
    OpensslClient.run(folder, "", words);
  }

  private void selfSigned(String name, String key) {
    List<String> words = new ArrayList<>(List.of("req", "-x509", "-nodes", "-days", "30"));
    words.addAll(newKey(key));
    words.addAll(List.of("-subj", "/CN=" + name, "-addext", "subjectAltName=DNS:" + name));
    words.addAll(List.of("-keyout", name + ".key", "-out", name + ".crt"));
    OpensslClient.run(folder, "", words);
  }

  private static List<String> newKey(String key) {
    return key.equals("ec")
        ? List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")
        : List.of("-newkey", key);
  }

  private void sign(String name, String issuer, String extension, String... options) {
    List<String> request = new ArrayList<>(List.of("req", "-new", "-nodes"));
    request.addAll(newKey("ec"));
    request.addAll(List.of("-subj", "/C=DE/O=Test\\, Inc/CN=" + name, "-keyout", name + ".key"));
    request.addAll(List.of("-out", name + ".csr"));
    OpensslClient.run(folder, "", request);
    folder.write(name + ".ext", extension + "\n");
    List<String> words = new ArrayList<>(List.of("x509", "-req", "-in", name + ".csr"));
    words.addAll(List.of("-out", name + ".crt", "-extfile", name + ".ext"));
    words.addAll(
        name.equals(issuer)
            ? List.of("-signkey", name + ".key")
            : List.of("-CA", issuer + ".crt", "-CAkey", issuer + ".key", "-CAcreateserial"));
    words.addAll(List.of(options));
    OpensslClient.run(folder, "", words);
  }
}
