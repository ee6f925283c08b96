package dev.wsdoctor.gateway.log;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.Scope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/// Which logs are in force where.
///
/// @param access by their directives, compared by identity
/// @param errors likewise
record LogTable(
    LogFiles files,
    List<Syslog> servers,
    IdentityHashMap<Directive, AccessLog> access,
    IdentityHashMap<Directive, ErrorLog> errors,
    List<AccessLog> defaultAccessLogs,
    List<ErrorLog> mainErrorLogs) {
  /// Those of the nearest level that names any; none where one of them is `off`
  /// (`ngx_http_log_merge_loc_conf`).
  List<AccessLog> accessLogs(Scope scope) {
    List<Directive> inForce = scope.inForce("access_log");
    if (inForce.isEmpty()) {
      return defaultAccessLogs;
    }
    List<AccessLog> logs = new ArrayList<>(inForce.size());
    for (Directive by : inForce) {
      if (isOff(by)) {
        return List.of();
      }
      AccessLog log = access.get(by);
      if (log != null) {
        logs.add(log);
      }
    }
    return logs;
  }

  static boolean isOff(Directive accessLog) {
    return accessLog.parameter().equals("off");
  }

  List<ErrorLog> errorLogs(Scope scope) {
    List<Directive> inForce = scope.inForce("error_log");
    if (inForce.isEmpty()) {
      return mainErrorLogs;
    }
    List<ErrorLog> logs = new ArrayList<>(inForce.size());
    for (Directive by : inForce) {
      ErrorLog log = errors.get(by);
      if (log != null) {
        logs.add(log);
      }
    }
    return logs;
  }

  Path resolve(String name) {
    return files.resolve(name);
  }
}
