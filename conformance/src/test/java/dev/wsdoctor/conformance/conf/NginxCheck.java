package dev.wsdoctor.conformance.conf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.RealNginx;
import dev.wsdoctor.conformance.RealParts;
import dev.wsdoctor.directive.NginxVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Asks nginx what it thinks of a file: `nginx -t`.
final class NginxCheck {
  private static final long TIMEOUT_SECONDS = 20;
  private static final Pattern ERROR =
      Pattern.compile(
          "(?:^|\n)(?:nginx: |[\\d/]+ [\\d:]+ )\\[(?:emerg|crit|alert)\\] (?:\\d+#\\d+: )?(.*?)"
              + "(?=\n(?:nginx: |[\\d/]+ [\\d:]+ \\[)|\\s*$)",
          Pattern.DOTALL);

  private final Path binary;
  private final Path folder;

  private NginxCheck(Path binary, Path folder) {
    this.binary = binary;
    this.folder = folder;
  }

  /// nginx, working in that folder; without one the test is skipped, on CI it fails.
  static NginxCheck in(Path folder) throws IOException {
    RealParts.needNginx();
    Files.createDirectories(folder.resolve("var"));
    return new NginxCheck(RealParts.NGINX, folder);
  }

  NginxVersion version() {
    return RealNginx.version();
  }

  /// nginx's own words, with the file as it was named; empty if it accepts the file. A few refusals
  /// have no words at all.
  Optional<String> error(Path file) throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(List.of("-t", "-p", folder.toString(), "-c", file.toString()));
    if (RealNginx.takesErrorLog()) {
      arguments.addAll(List.of("-e", "stderr"));
    }
    String output = run(arguments);
    Matcher error = ERROR.matcher(output);
    boolean found = error.find();
    boolean accepted = output.contains("test is successful");
    assertThat(accepted || output.contains("test failed")).as(output).isTrue();
    return accepted ? Optional.empty() : Optional.of(found ? error.group(1) : "");
  }

  private String run(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = Stream.concat(Stream.of(binary.toString()), arguments.stream()).toList();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    byte[] output = process.getInputStream().readAllBytes();
    assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).as("nginx ended").isTrue();
    return new String(output, StandardCharsets.ISO_8859_1);
  }
}
