package dev.wsdoctor.repair;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A repair as its journal knows it. Without an `ending` the process ended before the repair did.
public record Repair(
    String id,
    Path folder,
    Purpose purpose,
    Instant began,
    List<SavedFile> files,
    Optional<Ending> ending) {
  /// What a repair is for: the URL whose socket is to open, the root file of the configuration, and
  /// what answered before, where that was asked.
  public record Purpose(String url, String configuration, Optional<Answers> before) {
    public Purpose(String url, String configuration) {
      this(url, configuration, Optional.empty());
    }

    Purpose knowing(Answers answers) {
      return new Purpose(url, configuration, Optional.of(answers));
    }
  }

  /// How a repair ended.
  public enum Ending {
    /// All files are new; whether nginx serves them well was not asked.
    WRITTEN,
    /// All files are new, nginx runs them, and the socket opens.
    VERIFIED,
    /// All files are old again.
    UNDONE,
    /// It was cut short, and somebody else has changed its files since: theirs are in force.
    ABANDONED
  }

  /// What stands in its files now.
  public enum Progress {
    ALL_OLD,
    PARTLY_NEW,
    ALL_NEW,
    /// Somebody else has changed at least one of them.
    FOREIGN
  }

  public Repair {
    files = List.copyOf(files);
  }

  public boolean isUnfinished() {
    return ending.isEmpty();
  }

  public Progress progress() throws IOException {
    int fresh = 0;
    for (SavedFile file : files) {
      switch (file.state()) {
        case FOREIGN -> {
          return Progress.FOREIGN;
        }
        case NEW -> fresh++;
        case OLD -> {}
      }
    }
    return fresh == 0
        ? Progress.ALL_OLD
        : fresh == files.size() ? Progress.ALL_NEW : Progress.PARTLY_NEW;
  }

  /// What the progress says to a person.
  public String state() throws IOException {
    return switch (progress()) {
      case ALL_OLD -> "it ended before it changed anything: all files are old";
      case PARTLY_NEW -> "it was cut short: some files are new, some are old";
      case ALL_NEW -> "all files are new, but it ended before they were verified";
      case FOREIGN -> "it was cut short, and somebody else has changed its files since";
    };
  }

  /// Whether it changes this file, by whatever name.
  public boolean touches(Path path) {
    return files.stream().anyMatch(file -> file.path().equals(path) || file.file().equals(path));
  }

  /// One sentence for each file that is the same no more as others were that it was one with.
  public List<String> warnings() {
    return files.stream()
        .filter(file -> file.otherNames() > 0)
        .map(
            file ->
                "%s had %d more names (hard links), which keep the old text"
                    .formatted(file.path(), file.otherNames()))
        .toList();
  }

  Repair ended(Ending how) {
    return new Repair(id, folder, purpose, began, files, Optional.of(how));
  }

  Repair reopened() {
    return new Repair(id, folder, purpose, began, files, Optional.empty());
  }
}
