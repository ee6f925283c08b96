package dev.wsdoctor.conf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Files that are already in memory: those of a dump, those of a test.
public final class MemoryFiles implements Files {
  private final Map<String, SourceFile> files;

  private MemoryFiles(Map<String, SourceFile> files) {
    this.files = files;
  }

  /// Of two files with one name the first one counts.
  public static MemoryFiles of(List<SourceFile> files) {
    Map<String, SourceFile> byName = new LinkedHashMap<>();
    files.forEach(file -> byName.putIfAbsent(file.name(), file));
    return new MemoryFiles(byName);
  }

  /// Absolute paths and their content.
  public static MemoryFiles of(Map<String, String> texts) {
    return of(
        texts.entrySet().stream().map(e -> SourceFile.ofText(e.getKey(), e.getValue())).toList());
  }

  @Override
  public Result read(String path) {
    return Optional.ofNullable(files.get(path))
        .<Result>map(Content::new)
        .orElseGet(() -> Files.absent(path));
  }

  @Override
  public List<String> glob(String pattern) {
    return files.keySet().stream()
        .filter(name -> Glob.matchesPath(pattern, name))
        .sorted()
        .toList();
  }
}
