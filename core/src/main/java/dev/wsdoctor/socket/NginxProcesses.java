package dev.wsdoctor.socket;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the processes of nginx by their titles in /proc (ngx_setproctitle), and their sockets.
public final class NginxProcesses {
  private static final Pattern PARENT = Pattern.compile("^PPid:\\s+(\\d+)", Pattern.MULTILINE);
  private static final Pattern OPEN_FILES = Pattern.compile("Max open files\\s+(\\d+)");
  private static final String SOCKET = "socket:[";

  private NginxProcesses() {}

  /// Those that run now; none on a system without /proc. One that ends meanwhile is shown as far as
  /// it was read.
  public static List<NginxProcess> running() {
    return ProcessTitle.running().stream().map(NginxProcesses::read).toList();
  }

  private static NginxProcess read(ProcessTitle title) {
    Path process = title.folder();
    Optional<Map<Long, Integer>> descriptors = descriptors(process.resolve("fd"));
    return new NginxProcess(
        title.pid(),
        number(PARENT, text(process.resolve("status"))).orElse(0),
        title.isMaster(),
        title.isLeaving(),
        descriptors.isPresent(),
        descriptors.orElse(Map.of()),
        number(OPEN_FILES, text(process.resolve("limits"))));
  }

  private static Optional<Map<Long, Integer>> descriptors(Path folder) {
    Map<Long, Integer> found = new HashMap<>();
    try (DirectoryStream<Path> links = Files.newDirectoryStream(folder)) {
      for (Path link : links) {
        inode(link).ifPresent(inode -> found.put(inode, descriptor(link)));
      }
      return Optional.of(found);
    } catch (AccessDeniedException _) {
      return Optional.empty();
    } catch (IOException _) {
      return Optional.of(found); // it has ended
    }
  }

  private static int descriptor(Path link) {
    return Integer.parseInt(link.getFileName().toString());
  }

  /// Of `socket:[12345]`.
  private static OptionalLong inode(Path link) {
    try {
      String target = Files.readSymbolicLink(link).toString();
      return target.startsWith(SOCKET)
          ? OptionalLong.of(Long.parseLong(target, SOCKET.length(), target.length() - 1, 10))
          : OptionalLong.empty();
    } catch (IOException _) {
      return OptionalLong.empty();
    }
  }

  private static OptionalLong number(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find() ? OptionalLong.of(Long.parseLong(found.group(1))) : OptionalLong.empty();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException _) {
      return "";
    }
  }
}
