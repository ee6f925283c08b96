package dev.wsdoctor.conformance.repair;

import dev.wsdoctor.conformance.TemporaryFolder;
import dev.wsdoctor.repair.Repair;
import dev.wsdoctor.repair.Repairs;
import dev.wsdoctor.repair.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A configuration and a folder of backups, at the moment before one [Way] is gone.
record Scene(
    TemporaryFolder temporary,
    List<Path> files,
    List<String> old,
    List<Map<String, Object>> attributes)
    implements AutoCloseable {
  static Scene of(Shape shape, Way way) throws IOException {
    TemporaryFolder temporary = TemporaryFolder.create("repair");
    List<Path> files = shape.lay(temporary.path().resolve("nginx"));
    Scene scene = new Scene(temporary, files, texts(files), attributes(files));
    switch (way) {
      case WRITE -> {}
      case UNDO -> Way.WRITE.go(scene.backups(), files, Steps.NONE);
      case FINISH -> scene.beginOnly();
    }
    return scene;
  }

  /// A repair that dies behind its first rename, as one does whose disk breaks.
  private void beginOnly() {
    try {
      Way.WRITE.go(backups(), files, new BreakingDisk(temporary.path().resolve("nginx")));
    } catch (IOException _) {
      return;
    }
    throw new IllegalStateException("the repair did not break off");
  }

  /// Works until the first file of the configuration has been renamed in.
  private static final class BreakingDisk implements Steps {
    private final Path configuration;
    private boolean renamed;

    BreakingDisk(Path configuration) {
      this.configuration = configuration;
    }

    @Override
    public void before(String step) throws IOException {
      if (renamed) {
        throw new IOException("Input/output error");
      }
      renamed = step.startsWith("rename " + configuration);
    }
  }

  Path backups() {
    return temporary.path().resolve("backups");
  }

  List<Repair> repairs() throws IOException {
    return Repairs.in(backups());
  }

  static List<String> texts(List<Path> files) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Path file : files) {
      texts.add(Files.readString(file));
    }
    return texts;
  }

  List<String> texts() throws IOException {
    return texts(files);
  }

  List<String> fresh() {
    return old.stream().map(text -> text + Way.NEW_TEXT).toList();
  }

  /// What the files are beside their text, and whether they are symbolic links.
  static List<Map<String, Object>> attributes(List<Path> files) throws IOException {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Path file : files) {
      Map<String, Object> one =
          new HashMap<>(
              Files.readAttributes(file, "unix:mode,uid,gid,size,lastModifiedTime,nlink"));
      one.put("link", Files.isSymbolicLink(file));
      all.add(one);
    }
    return all;
  }

  /// Files of the configuration's folder that nobody put there.
  List<Path> leftovers() throws IOException {
    try (Stream<Path> all = Files.walk(temporary.path().resolve("nginx"))) {
      return all.filter(file -> file.getFileName().toString().startsWith(".")).toList();
    }
  }

  @Override
  public void close() {
    temporary.close();
  }
}
