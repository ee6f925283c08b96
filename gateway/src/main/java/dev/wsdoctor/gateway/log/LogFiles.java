package dev.wsdoctor.gateway.log;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The open log files by path: logs of one name share a file, as in nginx. Filled while a
/// configuration is read, afterwards unchanged.
final class LogFiles {
  private final Path prefix;
  private final Map<String, LogFile> files = new LinkedHashMap<>();

  LogFiles(Path prefix) {
    this.prefix = prefix;
  }

  Path resolve(String name) {
    return prefix.resolve(name);
  }

  /// Opens a file unless it is open.
  LogFile open(String name) throws IOException {
    String key = resolve(name).normalize().toString();
    LogFile known = files.get(key);
    if (known != null) {
      return known;
    }
    LogFile opened = LogFile.open(resolve(name));
    files.put(key, opened);
    return opened;
  }

  LogFile standardError() throws IOException {
    LogFile known = files.get(LogFile.STDERR);
    if (known != null) {
      return known;
    }
    LogFile opened = LogFile.standardError();
    files.put(LogFile.STDERR, opened);
    return opened;
  }

  Collection<LogFile> all() {
    return files.values();
  }

  /// When the next buffer is due.
  Optional<Instant> nextFlush() {
    return files.values().stream()
        .flatMap(f -> f.flushAt().stream())
        .min(Comparator.naturalOrder());
  }
}
