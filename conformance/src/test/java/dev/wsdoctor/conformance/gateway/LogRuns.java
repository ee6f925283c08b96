package dev.wsdoctor.conformance.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.RealNginx;
import dev.wsdoctor.conformance.RealParts;
import dev.wsdoctor.conformance.TemporaryFolder;
import dev.wsdoctor.gateway.Gateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// Scenarios through Debian's nginx and through the gateway, on the same ports and with the same
/// files, for what both write to their logs. In a scenario `{logs}` stands for an `error_log` and
/// an `access_log` of its own, and `{dead}` for an address where nobody listens.
final class LogRuns {
  private static final int PATIENCE_SECONDS = 10;

  /// Long lines are cut at a length that counts the process's number, too.
  private static final int COMPARED = 1900;

  /// nginx 1.22.1 shows all that came, later ones its first line.
  private static final Pattern BROKEN_HEADER =
      Pattern.compile("(broken header: \"[^\\r\\n\"]*)[^\"]*\"");

  private LogRuns() {}

  /// What was logged while a scenario ran.
  private record Logged(List<String> errors, List<String> access) {}

  static Stream<DynamicTest> compare(String resource) {
    RealParts.needNginx();
    List<Staged> staged = Staged.of(resource);
    assertThat(staged).isNotEmpty();
    TemporaryFolder folder = TemporaryFolder.create("gateway-logs");
    String fragments = Staged.write(staged, folder);
    IntStream.range(0, staged.size()).forEach(i -> folder.write(i + "/present", "x"));
    folder.write("nginx.conf", whole(fragments));
    List<Logged> expected = throughNginx(folder, staged.size(), staged);
    List<Logged> seen = throughGateway(folder, staged.size(), staged);
    return IntStream.range(0, staged.size())
        .mapToObj(
            i ->
                DynamicTest.dynamicTest(
                    staged.get(i).scenario().name(), () -> same(seen.get(i), expected.get(i))))
        .onClose(folder::close);
  }

  private static void same(Logged gateway, Logged nginx) {
    assertThat(gateway.errors()).isEqualTo(nginx.errors());
    assertThat(gateway.access()).isEqualTo(nginx.access());
    assertThat(nginx.errors().size() + nginx.access().size()).isPositive();
  }

  private static String whole(String fragments) {
    return """
    worker_processes 1;
    error_log error.log info;
    events { worker_connections 512; }
    http {
      log_format line '$status sent=$bytes_sent/$body_bytes_sent read=$request_length "$request"'
        ' $request_method $request_completion t=$request_time up=$upstream_status at=$upstream_addr'
        ' connect=$upstream_connect_time head=$upstream_header_time all=$upstream_response_time'
        ' length=$upstream_response_length received=$upstream_bytes_received'
        ' passed=$upstream_bytes_sent uri=$uri';
      access_log off;
      keepalive_timeout 250ms;
      client_body_temp_path body;
      proxy_temp_path proxy;
      fastcgi_temp_path fastcgi;
      uwsgi_temp_path uwsgi;
      scgi_temp_path scgi;
    %s}
    """
        .formatted(fragments);
  }

  /// `QUIT` lets it end what it has begun, so that its logs are complete.
  private static List<Logged> throughNginx(TemporaryFolder folder, int count, List<Staged> staged) {
    TemporaryFolder copy = TemporaryFolder.create("gateway-nginx");
    copy.write("nginx.conf", folder.read("nginx.conf"));
    try (RealNginx nginx = RealNginx.startIn(copy)) {
      Staged.converse(staged);
      nginx.quit();
    }
    return logged(folder, count);
  }

  private static List<Logged> throughGateway(
      TemporaryFolder folder, int count, List<Staged> staged) {
    try (Gateway gateway = StartedGateway.in(folder)) {
      Staged.converse(staged);
      gateway.drain().toCompletableFuture().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }
    return logged(folder, count);
  }

  /// Reads the logs, and takes them away for the next run.
  private static List<Logged> logged(TemporaryFolder folder, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> folder.path().resolve(Integer.toString(i)))
        .map(own -> new Logged(lines(own.resolve("error.log")), lines(own.resolve("access.log"))))
        .toList();
  }

  /// What is in a log, which is taken away.
  static List<String> lines(Path log) {
    try {
      if (!Files.exists(log)) {
        return List.of();
      }
      String text = Files.readString(log, StandardCharsets.ISO_8859_1);
      Files.delete(log);
      return BROKEN_HEADER.matcher(text).replaceAll("$1\"").lines().map(LogRuns::masked).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Without the time, the numbers of process and connection, and how long anything took; nginx
  /// counts the head of a bad request to the line that is bad, the gateway to its end.
  private static String masked(String line) {
    String masked =
        line.replaceFirst("^[0-9/]+ [0-9:]+ (\\[\\w+]) \\d+#\\d+: (\\*\\d+ )?", "$1 ")
            .replaceAll("(?<==|, |: )\\d+\\.\\d{3}\\b", "TIME")
            .replaceFirst("^(400 .*) read=[1-9]\\d*", "$1 read=SOME");
    boolean isLong =
        (masked.startsWith("[") || masked.startsWith("414")) && masked.length() > COMPARED;
    return isLong ? masked.substring(0, COMPARED) : masked;
  }
}
