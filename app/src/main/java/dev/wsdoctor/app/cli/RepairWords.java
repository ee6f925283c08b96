package dev.wsdoctor.app.cli;

import dev.wsdoctor.repair.Repair;
import dev.wsdoctor.repair.SavedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/// A repair in sentences.
final class RepairWords {
  private RepairWords() {}

  /// Which it is, and how it ended or where it stands.
  static String line(Repair repair) {
    return "%s  %s  %s\n  %s"
        .formatted(repair.id(), repair.purpose().url(), state(repair), files(repair));
  }

  /// An unfinished repair: what was found, and the two ways out.
  static String unfinished(Repair repair) {
    return "unfinished repair %s (%s): %s; 'wsdoctor finish %s' completes it, 'wsdoctor undo %s' takes it back"
        .formatted(repair.id(), files(repair), state(repair), repair.id(), repair.id());
  }

  static String state(Repair repair) {
    try {
      return repair.ending().isPresent()
          ? switch (repair.ending().get()) {
            case WRITTEN -> "written";
            case VERIFIED -> "written, and verified with the live nginx";
            case UNDONE -> "undone";
            case ABANDONED -> "left as it is, since somebody else has changed its files";
          }
          : repair.state();
    } catch (IOException e) {
      return "its files cannot be read: " + e.getMessage();
    }
  }

  private static String files(Repair repair) {
    return repair.files().stream()
        .map(SavedFile::path)
        .map(Path::toString)
        .collect(Collectors.joining(", "));
  }
}
