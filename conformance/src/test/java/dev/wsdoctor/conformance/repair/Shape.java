package dev.wsdoctor.conformance.repair;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Files that a repair changes, as configurations lay them out.
enum Shape {
  ONE_FILE {
    @Override
    List<Path> lay(Path folder) throws IOException {
      return List.of(file(folder.resolve("nginx.conf"), 700));
    }
  },
  THREE_FILES {
    @Override
    List<Path> lay(Path folder) throws IOException {
      return List.of(
          file(folder.resolve("nginx.conf"), 700),
          file(folder.resolve("a.conf"), 20),
          file(folder.resolve("b.conf"), 20_000));
    }
  },
  LINK_IN_SITES_ENABLED {
    @Override
    List<Path> lay(Path folder) throws IOException {
      Path site = file(folder.resolve("sites-available/site.conf"), 900);
      Path link = folder.resolve("sites-enabled/site.conf");
      Files.createDirectories(folder.resolve("sites-enabled"));
      Files.createSymbolicLink(link, folder.resolve("sites-enabled").relativize(site));
      return List.of(link);
    }
  },
  INCLUDE_TREE {
    @Override
    List<Path> lay(Path folder) throws IOException {
      return List.of(
          file(folder.resolve("nginx.conf"), 400),
          file(folder.resolve("conf.d/default.conf"), 300),
          file(folder.resolve("conf.d/maps/upgrade.conf"), 100),
          file(folder.resolve("snippets/proxy.inc"), 50));
    }
  };

  private static final int MODE = 0640;

  /// Writes the files and names them as the configuration does.
  abstract List<Path> lay(Path folder) throws IOException;

  private static Path file(Path path, int lines) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, ("# " + path.getFileName() + "\n").repeat(lines));
    Files.setAttribute(path, "unix:mode", MODE);
    return path;
  }
}
