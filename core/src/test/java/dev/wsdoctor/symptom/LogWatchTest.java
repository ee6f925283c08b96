package dev.wsdoctor.symptom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.finding.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogWatchTest {
  private static final String TIMED_OUT =
      "2026/11/29 10:00:0%d [error] 7#7: *%d upstream timed out (110: Connection timed out) while"
          + " proxying upgraded connection, client: 127.0.0.1, server: a.example, request:"
          + " \"GET /ws HTTP/1.1\", upstream: \"http://127.0.0.1:9000/ws\", host: \"a.example\"\n";
  private static final String SOCKET =
      "127.0.0.1 - - [29/Nov/2026:10:00:0%d +0000] \"GET /ws HTTP/1.1\" 101 %d \"-\" \"x\"\n";

  @TempDir private Path folder;

  @Test
  void theFirstLinesOfAnEmptyLogAreReadThoughItIsRenamedBeforeTheNextLook() throws IOException {
    Path errors = Files.createFile(folder.resolve("error.log"));
    Path access = Files.createFile(folder.resolve("access.log"));
    try (LogWatch watch = new LogWatch(List.of(access, errors), Optional.empty())) {
      assertThat(watch.look()).isEmpty();
      write(errors, TIMED_OUT.formatted(1, 1));
      write(access, SOCKET.formatted(1, 100));
      rotate(errors);
      rotate(access);
      assertThat(watch.look()).extracting(Finding::id).contains("read-timeout-too-short");
      assertThat(watch.report().sockets()).isEqualTo(1);
      write(access, SOCKET.formatted(2, 100));
      write(folder.resolve("access.log.1"), SOCKET.formatted(3, 100));
      watch.look();
      assertThat(watch.report().sockets()).isEqualTo(3);
    }
  }

  @Test
  void aLogThatIsNotThereYetIsFollowedWhenItComes() throws IOException {
    Path access = folder.resolve("access.log");
    try (LogWatch watch = new LogWatch(List.of(access), Optional.empty())) {
      assertThat(watch.look()).isEmpty();
      assertThat(watch.report().remarks()).anyMatch(remark -> remark.contains("access.log"));
      Files.createFile(access);
      watch.look();
      write(access, SOCKET.formatted(1, 100) + SOCKET.formatted(2, 100));
      watch.look();
      assertThat(watch.report().sockets()).isEqualTo(2);
      assertThat(watch.hasLogs()).isTrue();
    }
  }

  @Test
  void aFileThatTurnsOutToBeNoLogIsNamedAndNotFollowed() throws IOException {
    Path file = Files.createFile(folder.resolve("notes"));
    try (LogWatch watch = new LogWatch(List.of(file), Optional.empty())) {
      watch.look();
      write(file, "a line of something else\n".repeat(100));
      watch.look();
      assertThat(watch.hasLogs()).isFalse();
      assertThat(watch.report().remarks()).anyMatch(remark -> remark.contains("was not read"));
    }
  }

  private static void write(Path log, String lines) throws IOException {
    Files.writeString(log, lines, StandardCharsets.ISO_8859_1, StandardOpenOption.APPEND);
  }

  /// As logrotate does with `create`.
  private static void rotate(Path log) throws IOException {
    Files.move(log, log.resolveSibling(log.getFileName() + ".1"));
    Files.createFile(log);
  }
}
