package dev.wsdoctor.gateway.log;

import java.nio.file.Path;
import java.time.ZoneId;

/// What logs need to know of the process.
///
/// @param prefix of relative paths
/// @param errorLog where `error_log` is not in force (`-e`)
/// @param accessLog where `access_log` is not in force
/// @param zone of the times in the error log
public record LogSettings(Path prefix, String errorLog, String accessLog, ZoneId zone, long pid) {
  /// With nginx's own names below the prefix.
  public static LogSettings of(Path prefix) {
    return new LogSettings(
        prefix,
        "logs/error.log",
        "logs/access.log",
        ZoneId.systemDefault(),
        ProcessHandle.current().pid());
  }

  public LogSettings withErrorLog(String path) {
    return new LogSettings(prefix, path, accessLog, zone, pid);
  }
}
