package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Files;
import dev.wsdoctor.conf.Parser;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.disk.DiskFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Looks through a folder for nginx configurations: the root files, and the files of servers that
/// none of them includes.
public final class ConfigurationSearch {
  /// What was found, in the order of the alphabet; `cutShort` when the folder has more than was
  /// looked at.
  public record Found(List<Path> files, boolean cutShort) {
    public Found {
      files = List.copyOf(files);
    }
  }

  /// How much of a folder is looked at.
  record Limits(int depth, int entries, int files, long fileBytes) {
    static final Limits DEFAULT = new Limits(16, 200_000, 2_000, 16L << 20);
  }

  private static final String ENDING = ".conf";

  /// Whose files have no ending, on Debian.
  private static final Set<String> FOLDERS = Set.of("sites-available", "sites-enabled");

  private static final Set<String> ROOT = Set.of("http", "events");

  private final Limits limits;
  private final Files files;

  public ConfigurationSearch() {
    this(Limits.DEFAULT);
  }

  ConfigurationSearch(Limits limits) {
    this.limits = limits;
    this.files = new DiskFiles(limits.fileBytes);
  }

  public Found below(Path folder) {
    Walk walk = new Walk(limits);
    walk.from(folder);
    List<Path> roots = new ArrayList<>();
    List<Path> servers = new ArrayList<>();
    for (Path file : walk.files.stream().sorted().toList()) {
      Set<String> blocks = blocks(file);
      if (blocks.stream().anyMatch(ROOT::contains)) {
        roots.add(file);
      } else if (blocks.contains("server")) {
        servers.add(file);
      }
    }
    Set<Path> covered = new LinkedHashSet<>();
    roots.forEach(root -> covered.addAll(included(root)));
    Stream<Path> alone = servers.stream().filter(file -> covered.add(real(file)));
    return new Found(Stream.concat(roots.stream(), alone).sorted().toList(), walk.cutShort);
  }

  /// The names of the blocks that the file has outermost.
  private Set<String> blocks(Path file) {
    Set<String> names = new LinkedHashSet<>();
    if (files.read(name(file)) instanceof Files.Content(SourceFile content)) {
      Parser.parse(content).directives().stream()
          .filter(directive -> directive.isBlock())
          .forEach(directive -> names.add(directive.name()));
    }
    return names;
  }

  private List<Path> included(Path root) {
    return Configuration.load(files, name(root)).files().stream()
        .map(file -> real(Path.of(SourceFile.display(file.name()))))
        .toList();
  }

  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException _) {
      return file;
    }
  }

  /// Names are held one char per byte.
  private static String name(Path file) {
    byte[] bytes = file.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /// Collects the files that may be configurations. Links to files are followed, links to folders
  /// are not: they can lead in circles.
  private static final class Walk extends SimpleFileVisitor<Path> {
    private final Limits limits;
    private final List<Path> files = new ArrayList<>();
    private int entries;
    private boolean cutShort;

    Walk(Limits limits) {
      this.limits = limits;
    }

    void from(Path folder) {
      try {
        java.nio.file.Files.walkFileTree(
            folder.toRealPath(),
            EnumSet.noneOf(java.nio.file.FileVisitOption.class),
            limits.depth,
            this);
      } catch (IOException _) {
        cutShort = true;
      }
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      boolean hidden = last(folder).startsWith(".") && entries > 0;
      entries++;
      return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (mayBeOne(file) && java.nio.file.Files.isRegularFile(file)) {
        files.add(file);
      }
      cutShort = ++entries >= limits.entries || files.size() >= limits.files;
      return cutShort ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }

    /// A folder that may not be listed has no files for us.
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      return FileVisitResult.CONTINUE;
    }

    private static boolean mayBeOne(Path file) {
      Path parent = file.getParent();
      return last(file).endsWith(ENDING) || (parent != null && FOLDERS.contains(last(parent)));
    }

    private static String last(Path path) {
      return String.valueOf(path.getFileName());
    }
  }
}
