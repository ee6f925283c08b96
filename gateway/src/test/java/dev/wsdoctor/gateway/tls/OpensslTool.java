package dev.wsdoctor.gateway.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The `openssl` of this machine, with its files in one folder.
public record OpensslTool(Path folder) {
  private static final int LIMIT_SECONDS = 60;

  /// Runs `openssl` with these words and gives back what it printed; an error is the test's end.
  public String run(String... words) {
    return fed("", words);
  }

  /// How a run of `openssl` ended: its exit code and what it printed on both streams.
  public record Ended(int code, String printed) {}

  /// As [#run], with `input` on its standard input.
  String fed(String input, String... words) {
    Ended ended = attempt(input, words);
    if (ended.code() != 0) {
      throw new AssertionError(List.of(words) + " ended with " + ended);
    }
    return ended.printed();
  }

  /// As [#fed] where an error is an outcome like others.
  public Ended attempt(String input, String... words) {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(words));
    try {
      Path in = Files.createTempFile(folder, "in", "");
      Files.writeString(in, input, StandardCharsets.ISO_8859_1);
      Path out = Files.createTempFile(folder, "out", "");
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectInput(in.toFile())
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("still running after a minute: " + command);
      }
      return new Ended(process.exitValue(), Files.readString(out, StandardCharsets.ISO_8859_1));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(command.toString(), e);
    }
  }

  /// A self-signed certificate `NAME.crt` for that name with a new key `NAME.key`.
  void certificate(String name, String... newKey) {
    certificateFor(name, name, newKey);
  }

  /// As [#certificate] for another DNS name.
  void certificateFor(String host, String name, String... newKey) {
    List<String> words = new ArrayList<>(List.of("req", "-x509", "-nodes", "-days", "30"));
    words.addAll(List.of(newKey));
    words.addAll(List.of("-subj", "/CN=" + name, "-addext", "subjectAltName=DNS:" + host));
    words.addAll(List.of("-keyout", name + ".key", "-out", name + ".crt"));
    run(words.toArray(String[]::new));
  }

  public void rsa(String name) {
    certificate(name, "-newkey", "rsa:2048");
  }

  public void ec(String name) {
    certificate(name, "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1");
  }

  String text(String file) {
    try {
      return Files.readString(folder.resolve(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new AssertionError(file, e);
    }
  }
}
