package dev.wsdoctor.gateway.command;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Prefixes;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.gateway.log.LogSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;

/// Where things are: what `-p` and `-c` say, else where Debian has them (ngx_process_options).
/// Names have one char per byte, as in configurations.
///
/// @param configuration the full name of the root file
record Paths(Prefixes prefixes, String configuration) {
  static final String PREFIX = "/usr/share/nginx/";
  static final String CONFIGURATION = "/etc/nginx/nginx.conf";
  static final String PID = "/run/nginx.pid";

  /// `folder` is the one that the program was started in: without `-p` a file is looked for there,
  /// too, for nobody means one below `/usr/share/nginx`.
  static Paths of(Options options, Path folder) {
    String prefix = options.prefix().map(Paths::directory).orElse(PREFIX);
    String asked = options.configuration().orElse(CONFIGURATION);
    String file = asked.startsWith("/") ? asked : prefix + asked;
    if (options.prefix().isEmpty() && !Files.exists(path(file))) {
      String here = Bytes.asChars(folder.toString()) + "/" + asked;
      file = Files.exists(path(here)) ? here : file;
    }
    String conf = file.substring(0, file.lastIndexOf('/') + 1);
    return new Paths(new Prefixes(prefix, conf), file);
  }

  private static String directory(String path) {
    return path.endsWith("/") ? path : path + "/";
  }

  /// The file that `pid` names, or the usual one.
  Path pid(Configuration loaded) {
    return path(
        loaded
            .body("pid")
            .findFirst()
            .map(directive -> prefixes.inPrefix(directive.parameter()))
            .orElse(PID));
  }

  /// The file that `-e` names.
  Path log(String name) {
    return path(prefixes.inPrefix(name));
  }

  /// Where logs are that the file does not name: as Debian has them, or below the prefix of `-p`.
  LogSettings logs(Options options) {
    Path prefix = path(prefixes.prefix());
    boolean hasFolder = Files.isDirectory(prefix.resolve("logs"));
    String below = hasFolder ? "logs/access.log" : "access.log";
    String access = options.prefix().isPresent() ? below : "/var/log/nginx/access.log";
    return new LogSettings(
        prefix,
        options.errorLog().orElse(ConsoleLog.STANDARD_ERROR),
        access,
        ZoneId.systemDefault(),
        ProcessHandle.current().pid());
  }

  private static Path path(String name) {
    return Path.of(SourceFile.display(name));
  }
}
