package dev.wsdoctor.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// Where repairs keep what they replace, and their journals.
final class BackupFolder {
  private static final String OPTION = "--backup-dir";
  private static final Path OF_ROOT = Path.of("/var/lib/wsdoctor/repairs");

  private BackupFolder() {}

  static void addTo(CommandSpec spec) {
    spec.addOption(
        Options.typed(
            Path.class,
            Path::of,
            "DIR",
            "Where backups and journals of repairs are kept.",
            OPTION));
  }

  /// The folder named, else the one of the XDG base directories, else root's own.
  static Path of(ParseResult arguments, Environment environment) {
    Path named = arguments.matchedOptionValue(OPTION, Path.of(""));
    if (!named.toString().isEmpty()) {
      return named.toAbsolutePath();
    }
    if (environment.isSet("XDG_STATE_HOME")) {
      return Path.of(
          environment.variables().getOrDefault("XDG_STATE_HOME", ""), "wsdoctor", "repairs");
    }
    boolean root = "root".equals(System.getProperty("user.name"));
    return root && canBeMade(OF_ROOT)
        ? OF_ROOT
        : Path.of(System.getProperty("user.home", ""), ".local", "state", "wsdoctor", "repairs");
  }

  private static boolean canBeMade(Path folder) {
    Path there = folder;
    while (there.getParent() != null && !Files.exists(there)) {
      there = there.getParent();
    }
    return Files.isWritable(there);
  }
}
