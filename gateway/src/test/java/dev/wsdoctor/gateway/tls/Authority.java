package dev.wsdoctor.gateway.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/// Makes certificates that sign certificates, all `NAME.crt` with `NAME.key`.
record Authority(OpensslTool openssl) {
  void root(String name) throws IOException {
    request(name, "/CN=" + name);
    sign(name, name, "basicConstraints=critical,CA:TRUE");
  }

  void intermediate(String name, String issuer) throws IOException {
    request(name, "/CN=" + name);
    sign(name, issuer, "basicConstraints=critical,CA:TRUE");
  }

  void client(String name, String issuer, String... options) throws IOException {
    request(name, "/CN=" + name);
    sign(name, issuer, "basicConstraints=CA:FALSE", options);
  }

  void named(String name, String issuer, String subject) throws IOException {
    request(name, subject);
    sign(name, issuer, "basicConstraints=CA:FALSE", "-set_serial", "0x0a1b");
  }

  void serverOnly(String name, String issuer) throws IOException {
    request(name, "/CN=" + name);
    sign(name, issuer, "extendedKeyUsage=serverAuth");
  }

  /// `ISSUER.crl` with that certificate in it.
  void revoke(String issuer, String name) throws IOException {
    Files.writeString(
        openssl.folder().resolve("ca.cnf"),
        """
        [ca]
        default_ca=d
        [d]
        database=%1$s/index.txt
        default_md=sha256
        default_crl_days=30
        """
            .formatted(openssl.folder()));
    Files.writeString(openssl.folder().resolve("index.txt"), "");
    String[] signer = {"-config", "ca.cnf", "-cert", issuer + ".crt", "-keyfile", issuer + ".key"};
    openssl.run(words(signer, "ca", "-revoke", name + ".crt"));
    openssl.run(words(signer, "ca", "-gencrl", "-out", issuer + ".crl"));
  }

  private static String[] words(String[] signer, String... first) {
    List<String> words = new ArrayList<>(List.of(first));
    words.addAll(List.of(signer));
    return words.toArray(String[]::new);
  }

  private void request(String name, String subject) {
    openssl.run(
        "req",
        "-new",
        "-utf8",
        "-nodes",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-subj",
        subject,
        "-keyout",
        name + ".key",
        "-out",
        name + ".csr");
  }

  private void sign(String name, String issuer, String extension, String... options)
      throws IOException {
    Files.writeString(openssl.folder().resolve(name + ".ext"), extension + "\n");
    List<String> words =
        new ArrayList<>(
            List.of(
                "x509",
                "-req",
                "-in",
                name + ".csr",
                "-out",
                name + ".crt",
                "-extfile",
                name + ".ext"));
    words.addAll(
        name.equals(issuer)
            ? List.of("-signkey", name + ".key")
            : List.of("-CA", issuer + ".crt", "-CAkey", issuer + ".key", "-CAcreateserial"));
    words.addAll(List.of(options));
    openssl.run(words.toArray(String[]::new));
  }
}
