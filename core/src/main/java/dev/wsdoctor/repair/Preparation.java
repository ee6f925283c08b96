package dev.wsdoctor.repair;

import dev.wsdoctor.conf.Patch;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.repair.Repair.Purpose;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Saves everything that a repair will replace, and its journal last. No file of the configuration
/// is touched here.
final class Preparation {
  private final Disk disk;
  private final Purpose purpose;
  private final Instant now;

  Preparation(Disk disk, Purpose purpose, Instant now) {
    this.disk = disk;
    this.purpose = purpose;
    this.now = now;
  }

  /// Whether the patches can be written.
  sealed interface Check {}

  record Accepted(List<Source> sources) implements Check {}

  record Objection(String message) implements Check {}

  /// A file as the configuration names it, where it is, and what it is to become.
  record Source(Path path, Path file, Patch patch) {
    byte[] old() {
      return patch.before().bytes();
    }

    byte[] fresh() {
      return patch.after().getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  Check check(List<Patch> patches) throws IOException {
    Map<Path, Source> sources = new LinkedHashMap<>();
    for (Patch patch : patches.stream().filter(p -> !p.diff().isEmpty()).toList()) {
      Source source = source(patch);
      Optional<String> objection = objection(source);
      if (objection.isPresent()) {
        return new Objection(objection.get());
      }
      Source same = sources.putIfAbsent(source.file(), source);
      if (same != null && !same.patch().after().equals(patch.after())) {
        return new Objection(
            "%s and %s are one file, and the change would give it two texts; change it by hand"
                .formatted(same.path(), source.path()));
      }
    }
    return new Accepted(List.copyOf(sources.values()));
  }

  private static Source source(Patch patch) throws IOException {
    Path path = Path.of(SourceFile.display(patch.before().name())).toAbsolutePath();
    return new Source(path, path.toRealPath(), patch);
  }

  private static Optional<String> objection(Source source) throws IOException {
    if (source.path().toString().lines().count() != 1
        || source.file().toString().lines().count() != 1) {
      return Optional.of("the name of %s has a line break".formatted(source.path()));
    }
    if (!Files.isWritable(source.file())) {
      return Optional.of("%s is read-only for you".formatted(source.path()));
    }
    return Arrays.equals(Files.readAllBytes(source.file()), source.old())
        ? Optional.empty()
        : Optional.of(source.path() + " has changed since it was read; run the command again");
  }

  /// The journal is renamed in when all that it names is on the disk.
  Repair save(List<Source> sources, Path folder) throws IOException {
    List<SavedFile> files = new ArrayList<>();
    for (Source source : sources) {
      files.add(save(source, folder, files.size()));
    }
    Repair repair =
        new Repair(
            String.valueOf(folder.getFileName()), folder, purpose, now, files, Optional.empty());
    disk.put(
        folder.resolve(Journal.NAME),
        folder.resolve(Journal.NAME + ".part"),
        Journal.write(repair));
    return repair;
  }

  private SavedFile save(Source source, Path folder, int number) throws IOException {
    SavedFile file =
        new SavedFile(
            source.path(),
            source.file(),
            Attributes.of(source.file()),
            Digest.of(source.old()),
            Digest.of(source.fresh()),
            folder.resolve(number + ".old"),
            folder.resolve(number + ".new"),
            folder.resolve(number + ".original"));
    disk.create(file.backup());
    disk.fill(file.backup(), source.old());
    disk.create(file.replacement());
    disk.fill(file.replacement(), source.fresh());
    disk.link(source.file(), file.original());
    return file;
  }
}
