package dev.wsdoctor.app.cli;

import dev.wsdoctor.conf.Glob;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.diagnosis.ConfigurationSearch;
import dev.wsdoctor.disk.DiskFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The configurations that names on a command line stand for: a file for itself, a folder for those
/// in it, a pattern for what matches. `complaints` are about names that stand for none.
record ConfigurationFiles(List<Path> files, List<String> complaints, List<String> remarks) {
  ConfigurationFiles {
    files = List.copyOf(files);
    complaints = List.copyOf(complaints);
    remarks = List.copyOf(remarks);
  }

  static ConfigurationFiles of(List<String> names) {
    Expansion expansion = new Expansion();
    names.forEach(expansion::add);
    return new ConfigurationFiles(
        List.copyOf(expansion.files), expansion.complaints, expansion.remarks);
  }

  private static final class Expansion {
    private final Set<Path> files = new LinkedHashSet<>();
    private final List<String> complaints = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    void add(String name) {
      try {
        Path path = Path.of(name).toAbsolutePath().normalize();
        if (Glob.isPattern(name) && !Files.exists(path)) {
          pattern(name, path);
        } else {
          add(name, path);
        }
      } catch (InvalidPathException _) {
        complaints.add("'%s' is not a file name".formatted(name));
      }
    }

    private void add(String name, Path path) {
      if (Files.isDirectory(path)) {
        folder(name, path);
      } else {
        files.add(path);
      }
    }

    private void pattern(String name, Path path) {
      List<String> matches = new DiskFiles().glob(bytes(path.toString()));
      if (matches.isEmpty()) {
        complaints.add("no file matches '%s'".formatted(name));
      }
      matches.forEach(match -> add(name, Path.of(SourceFile.display(match))));
    }

    private void folder(String name, Path path) {
      ConfigurationSearch.Found found = new ConfigurationSearch().below(path);
      if (found.files().isEmpty()) {
        complaints.add(
            "there is no nginx configuration in the folder '%s': expected a file (*.conf, or in sites-enabled) with an http or a server block"
                .formatted(name));
      }
      if (found.cutShort()) {
        remarks.add(
            "the folder '%s' is too large to be looked through: name the files, or smaller folders"
                .formatted(name));
      }
      files.addAll(found.files());
    }

    /// Patterns are matched byte by byte.
    private static String bytes(String text) {
      return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
  }
}
