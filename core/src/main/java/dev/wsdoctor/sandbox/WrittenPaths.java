package dev.wsdoctor.sandbox;

import dev.wsdoctor.conf.Directive;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Moves into the copy whatever nginx would write to, and takes out what needs privileges or calls
/// somebody.
final class WrittenPaths {
  static final String ERROR_LOG = "error.log";
  static final String ACCESS_LOG = "access.log";
  static final String PID = "pid";

  /// Enough for one request; thousands of slots cost memory at the start.
  private static final int MOST_CONNECTIONS = 4096;

  private static final Set<String> FOLDERS =
      Set.of(
          "client_body_temp_path",
          "proxy_temp_path",
          "fastcgi_temp_path",
          "uwsgi_temp_path",
          "scgi_temp_path",
          "proxy_cache_path",
          "fastcgi_cache_path",
          "uwsgi_cache_path",
          "scgi_cache_path");

  private static final Set<String> REMOVED =
      Set.of(
          "user",
          "daemon",
          "master_process",
          "pid",
          "lock_file",
          "worker_processes",
          "worker_priority",
          "worker_cpu_affinity",
          "worker_rlimit_nofile",
          "worker_rlimit_core",
          "working_directory",
          "google_perftools_profiles",
          "ssl_engine");

  private static final Set<String> SWITCHED_OFF =
      Set.of(
          "proxy_store",
          "fastcgi_store",
          "uwsgi_store",
          "scgi_store",
          "proxy_bind",
          "fastcgi_bind",
          "uwsgi_bind",
          "scgi_bind",
          "grpc_bind",
          "memcached_bind",
          "ssl_stapling",
          "ssl_ocsp",
          "proxy_ssl_verify",
          "grpc_ssl_verify",
          "uwsgi_ssl_verify");

  private final Workspace workspace;
  private final Map<String, String> folders = new HashMap<>();

  WrittenPaths(Workspace workspace) {
    this.workspace = workspace;
  }

  void move(List<Visit> visits, Moves moves) throws IOException {
    for (Visit visit : visits) {
      move(visit.directive(), moves);
    }
  }

  private void move(Directive directive, Moves moves) throws IOException {
    String name = directive.name();
    if (REMOVED.contains(name)) {
      moves.remove(directive);
    } else if (directive.parameters().isEmpty()) {
      return;
    } else if (SWITCHED_OFF.contains(name)) {
      moves.replaceParameter(directive, 0, "off");
    } else if (FOLDERS.contains(name)) {
      moves.replaceParameter(directive, 0, folder(directive.parameter()));
    } else if (name.equals("access_log") && !directive.parameter().equals("off")) {
      moves.replaceParameter(directive, 0, workspace.path(ACCESS_LOG));
    } else if (name.equals("error_log")) {
      moveErrorLog(directive, moves);
    } else if (name.equals("worker_connections")) {
      limitConnections(directive, moves);
    }
  }

  private String folder(String original) throws IOException {
    String known = folders.get(original);
    if (known == null) {
      known = workspace.folder("t" + folders.size());
      folders.put(original, known);
    }
    return known;
  }

  private void moveErrorLog(Directive directive, Moves moves) {
    String path = Moves.quoted(workspace.path(ERROR_LOG));
    if (directive.parameterCount() == 1) {
      moves.replace(directive.parameterRange(0), path + " info");
      return;
    }
    moves.replace(directive.parameterRange(0), path);
    moves.replaceParameter(directive, 1, "info");
  }

  private static void limitConnections(Directive directive, Moves moves) {
    String written = directive.parameter();
    if (written.matches("[0-9]{5,9}") || (written.matches("[0-9]{4}") && isMany(written))) {
      moves.replaceParameter(directive, 0, Integer.toString(MOST_CONNECTIONS));
    }
  }

  private static boolean isMany(String connections) {
    return Integer.parseInt(connections) > MOST_CONNECTIONS;
  }

  /// What the `http` block needs besides: defaults that nginx was built with name real folders.
  String defaults(Directive http, NginxBinary nginx) throws IOException {
    StringBuilder out = new StringBuilder();
    if (http.body("access_log").findAny().isEmpty()) {
      out.append("access_log ").append(Moves.quoted(workspace.path(ACCESS_LOG))).append("; ");
    }
    for (String module : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
      String directive = module + "_temp_path";
      boolean isMissing =
          nginx.isWithout("http_" + module + "_module")
              || http.body(directive).findAny().isPresent();
      if (!isMissing) {
        out.append(directive).append(' ').append(Moves.quoted(folder(directive))).append("; ");
      }
    }
    return out.toString();
  }

  /// `-g`: what stands in the main context. `hasErrorLog` tells whether the files say where to log.
  String globals(boolean hasErrorLog) {
    return "daemon off; master_process off; pid "
        + Moves.quoted(workspace.path(PID))
        + "; lock_file "
        + Moves.quoted(workspace.path("lock"))
        + ";"
        + Optional.of(" error_log " + Moves.quoted(workspace.path(ERROR_LOG)) + " info;")
            .filter(_ -> !hasErrorLog)
            .orElse("");
  }
}
