package dev.wsdoctor.repair;

import dev.wsdoctor.repair.Repair.Ending;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// One folder per repair, named after the moment at which it began.
final class RepairFolder {
  /// Ended repairs that are kept; older ones are deleted.
  private static final int KEPT = 50;

  private static final String ID = "[0-9]{8}-[0-9]{6}(-[0-9]+)?";
  private static final String OURS =
      "[0-9]+\\.(old|new|original)|answers|(journal|ending)(\\.part)?";
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Path folder;
  private final Disk disk;

  RepairFolder(Path folder, Disk disk) {
    this.folder = folder;
    this.disk = disk;
  }

  /// An empty folder for a repair that begins now.
  Path next(Instant now) throws IOException {
    String id = MOMENT.format(now);
    Path next = folder.resolve(id);
    for (int n = 2; !disk.createFolder(next); n++) {
      next = folder.resolve(id + "-" + n);
    }
    return next;
  }

  List<Repair> list() throws IOException {
    return list(folder);
  }

  static List<Repair> list(Path folder) throws IOException {
    List<Repair> found = new ArrayList<>();
    for (Path each : folders(folder)) {
      try {
        Journal.read(each).ifPresent(found::add);
      } catch (DamagedJournal _) {
        // said by damaged(): what cannot be read must not keep others from being repaired
      }
    }
    found.sort(Comparator.comparing(Repair::began).thenComparing(Repair::id));
    return found;
  }

  /// A sentence for each repair whose journal cannot be read.
  static List<String> damaged(Path folder) throws IOException {
    List<String> sentences = new ArrayList<>();
    for (Path each : folders(folder)) {
      try {
        Journal.read(each);
      } catch (DamagedJournal e) {
        sentences.add(String.valueOf(e.getMessage()));
      }
    }
    return sentences;
  }

  private static List<Path> folders(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> entries =
          Files.newDirectoryStream(
              folder, entry -> String.valueOf(entry.getFileName()).matches(ID))) {
        entries.forEach(found::add);
      }
    }
    return found;
  }

  /// Removes what was never begun, and the oldest of what has ended.
  void tidy() throws IOException {
    List<Repair> ended = new ArrayList<>();
    for (Path each : folders(folder)) {
      try {
        Optional<Repair> repair = Journal.read(each);
        if (repair.isEmpty()) {
          remove(each);
        }
        repair.filter(r -> !r.isUnfinished()).ifPresent(ended::add);
      } catch (DamagedJournal _) {
        // its old texts may be all that is left of a configuration: they stay
      }
    }
    ended.sort(Comparator.comparing(Repair::began));
    for (Repair old : ended.subList(0, Math.max(0, ended.size() - KEPT))) {
      remove(old.folder());
    }
  }

  /// The journal goes first: without it the rest is nothing that anybody would use. A folder that
  /// holds anything else is not ours.
  private void remove(Path repair) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(repair)) {
      entries.forEach(files::add);
    }
    if (files.stream().allMatch(file -> String.valueOf(file.getFileName()).matches(OURS))) {
      disk.delete(repair.resolve(Journal.NAME));
      for (Path file : files) {
        disk.delete(file);
      }
      disk.delete(repair);
    }
  }

  Repair end(Repair repair, Ending how) throws IOException {
    disk.put(
        repair.folder().resolve(Journal.ENDING),
        repair.folder().resolve(Journal.ENDING + ".part"),
        (how + "\n").getBytes(StandardCharsets.UTF_8));
    return repair.ended(how);
  }

  /// An ended repair that is being undone is unfinished again.
  void reopen(Repair repair) throws IOException {
    disk.delete(repair.folder().resolve(Journal.ENDING));
  }

  /// A file that is back has only the names again that it had.
  void dropOriginals(Repair repair) throws IOException {
    for (SavedFile file : repair.files()) {
      disk.delete(file.original());
    }
  }
}
