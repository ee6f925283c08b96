package dev.wsdoctor.gateway.log;

import java.util.Optional;

/// An `access_log` line that writes.
///
/// @param condition `if=`, to be evaluated
record AccessLog(Target target, LineFormat format, Optional<String> condition) {
  /// Where the lines go.
  sealed interface Target {
    record ToFile(LogFile file) implements Target {}

    record ToSyslog(Syslog server) implements Target {}

    /// A path with variables.
    record ToEvaluated(String template) implements Target {}
  }
}
