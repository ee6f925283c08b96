package dev.wsdoctor.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Debian's nginx, for who has none.
final class NginxPackage {
  static final String COMMAND = "apt-get update && apt-get install -y nginx";

  private NginxPackage() {}

  /// Whether this process may install it: root, on a system with apt-get.
  static boolean isInstallable() {
    return "root".equals(System.getProperty("user.name"))
        && Files.isExecutable(Path.of("/usr/bin/apt-get"));
  }

  /// Runs the command; what it prints goes to standard error.
  static boolean install(Environment environment) {
    if (!isInstallable()) {
      environment.say("wsdoctor: only root can install it, and only where there is apt-get");
      return false;
    }
    try {
      Process apt =
          new ProcessBuilder(List.of("/bin/sh", "-c", "(" + COMMAND + ") >&2"))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      apt.getOutputStream().close();
      return apt.waitFor() == 0;
    } catch (IOException e) {
      environment.say("wsdoctor: cannot run apt-get: " + e.getMessage());
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
