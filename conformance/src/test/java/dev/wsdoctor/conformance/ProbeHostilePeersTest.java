package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Peers that open correctly and then attack whoever reads: every probe comes to its end with a
/// sentence, in a heap of 64 MB.
@Timeout(value = 240, threadMode = ThreadMode.SEPARATE_THREAD)
class ProbeHostilePeersTest {
  @Waits
  @ParameterizedTest
  @EnumSource(HostilePeers.class)
  void everyProbeEndsWithASentenceInLittleMemory(HostilePeers hostile) throws Exception {
    try (BadPeer peer = hostile.start();
        TemporaryFolder folder = TemporaryFolder.create("hostile")) {
      Path errors = folder.path().resolve("errors");
      List<String> lines = run("ws://127.0.0.1:" + peer.port() + "/", errors);
      assertThat(lines)
          .as(lines + Files.readString(errors))
          .extracting(line -> line.replaceFirst(" .*", ""))
          .containsExactly("handshake", "idle", "sizes", "hold", "load", "security", "http2");
      assertThat(Files.readString(errors)).doesNotContain("OutOfMemoryError", "\tat ");
      assertThat(lines).allMatch(line -> line.matches("[a-z0-9]+ [01] \\[.*\\] .{10,}"));
      expectations(hostile, lines);
    }
  }

  /// What a client cannot bear is named as such.
  private static void expectations(HostilePeers hostile, List<String> lines) {
    boolean unbearable =
        hostile == HostilePeers.HUGE_LENGTH || hostile == HostilePeers.FLOOD_OF_VIOLATIONS;
    if (unbearable) {
      assertThat(lines.get(3)).startsWith("hold 1 [closed-by-backend]");
    }
    if (hostile == HostilePeers.HUGE_LENGTH) {
      assertThat(lines.getFirst()).startsWith("handshake 1 [closed-by-backend]");
      assertThat(lines.get(1))
          .startsWith("idle 1 [closed-by-backend] what the server sends is no WebSocket");
    }
  }

  private static List<String> run(String url, Path errors) throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                HostileRun.class.getName(),
                url,
                "Sec-WebSocket-Extensions: permessage-deflate")
            .redirectError(errors.toFile())
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      return out.lines().toList();
    } finally {
      process.destroyForcibly();
    }
  }
}
