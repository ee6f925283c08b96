package dev.wsdoctor.diagnosis;

import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.socket.ProcessTitle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The nginx program of this machine: what it is and which file it reads.
///
/// The version stands in the program file itself (`nginx/1.22.1`), so that nothing has to be
/// started to learn it.
final class InstalledNginx {
  record Version(NginxVersion version, String source) {}

  private static final List<String> USUAL =
      List.of(
          "/usr/sbin/nginx",
          "/usr/bin/nginx",
          "/usr/local/sbin/nginx",
          "/usr/local/bin/nginx",
          "/usr/local/nginx/sbin/nginx",
          "/usr/local/openresty/nginx/sbin/nginx",
          "/opt/homebrew/bin/nginx");
  private static final List<String> CONFIGURATIONS =
      List.of(
          "/etc/nginx/nginx.conf",
          "/usr/local/nginx/conf/nginx.conf",
          "/usr/local/openresty/nginx/conf/nginx.conf",
          "/usr/local/etc/nginx/nginx.conf",
          "/opt/homebrew/etc/nginx/nginx.conf");
  private static final String MARK = "nginx/";
  private static final int LONGEST_VERSION = "nginx/9999.9999.9999".length();
  private static final Pattern NAMED_CONFIGURATION =
      Pattern.compile("^nginx: master process .* -c (/[^ \\x00]+)");
  private static final long LARGEST_PROGRAM = 64L << 20;

  private InstalledNginx() {}

  static Optional<Path> program(Optional<Path> given) {
    if (given.isPresent()) {
      return given;
    }
    return USUAL.stream().map(Path::of).filter(Files::isExecutable).findFirst();
  }

  static Optional<Version> version(Optional<Path> given) {
    return program(given).flatMap(InstalledNginx::versionOf);
  }

  private static Optional<Version> versionOf(Path program) {
    try {
      if (Files.size(program) > LARGEST_PROGRAM) {
        return Optional.empty();
      }
      return version(Files.readString(program, StandardCharsets.ISO_8859_1))
          .map(version -> new Version(version, program.toString()));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// The mark is searched for without a pattern: every start waits for this, and a pattern that has
  /// not run yet takes 10 ms for a megabyte.
  private static Optional<NginxVersion> version(String program) {
    for (int at = program.indexOf(MARK); at >= 0; at = program.indexOf(MARK, at + 1)) {
      int end = Math.min(program.length(), at + LONGEST_VERSION);
      String mark = program.substring(at, end);
      if (mark.length() > MARK.length() && Character.isDigit(mark.charAt(MARK.length()))) {
        return NginxVersion.find(mark);
      }
    }
    return Optional.empty();
  }

  /// The file that the running master process was started with, if its command line names one.
  static Optional<Path> runningConfiguration() {
    return ProcessTitle.running().stream()
        .map(title -> NAMED_CONFIGURATION.matcher(title.text()))
        .filter(Matcher::find)
        .map(named -> Path.of(named.group(1)))
        .findFirst();
  }

  static Optional<Path> usualConfiguration() {
    return CONFIGURATIONS.stream().map(Path::of).filter(Files::isReadable).findFirst();
  }
}
