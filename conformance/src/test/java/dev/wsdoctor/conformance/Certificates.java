package dev.wsdoctor.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Makes certificates with the openssl command, into a folder that is gone after `close`.
public final class Certificates implements AutoCloseable {
  private final TemporaryFolder folder = TemporaryFolder.create("certificates");
  private int made;

  /// PEM files for `ssl_certificate` and `ssl_certificate_key`.
  public record Pair(Path certificate, Path key) {}

  /// Self-signed, valid now; `names` as openssl writes them: `DNS:a.example,IP:127.0.0.1`.
  public synchronized Pair selfSigned(String names) {
    return make(names, List.of("-days", "30"));
  }

  /// Self-signed, and no longer valid.
  public Pair expired(String names) {
    Pair valid = selfSigned(names);
    Path request = folder.path().resolve("request" + made);
    Path expired = folder.path().resolve("expired" + made + ".pem");
    run("x509", "-x509toreq", "-in", valid.certificate(), "-signkey", valid.key(), "-out", request);
    folder.write("index", "");
    folder.write("serial", "01\n");
    Path settings =
        folder.write(
            "ca.conf",
            """
            [ca]
            default_ca = it
            [it]
            database = %1$s/index
            serial = %1$s/serial
            new_certs_dir = %1$s
            default_md = sha256
            policy = any
            x509_extensions = names
            [any]
            commonName = supplied
            [names]
            subjectAltName = %2$s
            """
                .formatted(folder.path(), names));
    run(
        "ca",
        "-batch",
        "-notext",
        "-config",
        settings,
        "-selfsign",
        "-keyfile",
        valid.key(),
        "-in",
        request,
        "-out",
        expired,
        "-startdate",
        "20200101000000Z",
        "-enddate",
        "20210101000000Z");
    return new Pair(expired, valid.key());
  }

  /// Issued by an authority that nobody knows.
  public Pair fromUnknownAuthority(String names) {
    Pair authority = make("DNS:authority.example", List.of("-days", "30"));
    return make(
        names, List.of("-days", "30", "-CA", authority.certificate(), "-CAkey", authority.key()));
  }

  private Pair make(String names, List<Object> options) {
    made++;
    Path certificate = folder.path().resolve("certificate" + made + ".pem");
    Path key = folder.path().resolve("key" + made + ".pem");
    List<Object> command =
        new ArrayList<>(
            List.of("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"));
    command.addAll(List.of("-nodes", "-subj", "/CN=test" + made, "-keyout", key));
    command.addAll(List.of("-out", certificate, "-addext", "subjectAltName=" + names));
    command.addAll(options);
    run(command.toArray());
    return new Pair(certificate, key);
  }

  private void run(Object... arguments) {
    List<String> command = new ArrayList<>(List.of("openssl"));
    List.of(arguments).forEach(one -> command.add(one.toString()));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.path().resolve("output").toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + ": " + folder.read("output"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while openssl runs", e);
    }
  }

  @Override
  public void close() {
    folder.close();
  }
}
