package dev.wsdoctor.repair;

import dev.wsdoctor.repair.SavedFile.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Takes the files of a repair to their new texts, or back to the old ones. All of them are made
/// ready beside their files first, where a full disk or a lack of rights stops it harmlessly; then
/// one rename each.
final class Swap {
  private final Disk disk;
  private final Repair repair;

  Swap(Disk disk, Repair repair) {
    this.disk = disk;
    this.repair = repair;
  }

  /// Stops before anything has changed when one of the files is somebody else's by now.
  void to(State goal) throws IOException {
    expectOurs();
    change(goal);
  }

  /// Takes back what is new and leaves what is somebody else's.
  void back() throws IOException {
    change(State.OLD);
  }

  void expectOurs() throws IOException {
    for (SavedFile file : repair.files()) {
      if (file.state() == State.FOREIGN) {
        throw new ForeignChange(file.path(), file.backup());
      }
    }
  }

  private void change(State goal) throws IOException {
    clear();
    State present = goal == State.NEW ? State.OLD : State.NEW;
    List<SavedFile> changing = new ArrayList<>();
    for (SavedFile file : repair.files()) {
      if (file.state() == present) {
        stage(file, goal);
        changing.add(file);
      }
    }
    for (SavedFile file : changing) {
      if (file.state() != present) {
        throw new ForeignChange(file.path(), file.backup());
      }
      disk.rename(file.staging(repair.id()), file.file());
      if (goal == State.NEW) {
        giveWay(file);
      }
    }
  }

  /// Between the last look and the rename somebody may have written into the old file: that text
  /// comes back.
  private void giveWay(SavedFile file) throws IOException {
    Path staging = file.staging(repair.id());
    if (file.isOriginalChanged() && disk.link(file.original(), staging)) {
      disk.rename(staging, file.file());
      throw new ForeignChange(file.path(), file.backup());
    }
  }

  private void stage(SavedFile file, State goal) throws IOException {
    Path staging = file.staging(repair.id());
    if (goal == State.NEW) {
      copy(file, text(file.replacement(), file.fresh()), staging);
    } else if (!file.hasOriginal() || !disk.link(file.original(), staging)) {
      copy(file, text(file.backup(), file.old()), staging);
      disk.restoreTime(file.attributes(), staging);
    }
  }

  private void copy(SavedFile file, byte[] text, Path staging) throws IOException {
    disk.create(staging);
    disk.give(file.attributes(), staging);
    disk.fill(staging, text);
  }

  /// What lies beside the journal, unless it has been damaged there.
  private static byte[] text(Path file, String digest) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (!Digest.of(bytes).equals(digest)) {
      throw new IOException(file + " is damaged: it is not what the journal says");
    }
    return bytes;
  }

  /// Removes what was made ready and not taken in.
  void clear() throws IOException {
    for (SavedFile file : repair.files()) {
      disk.delete(file.staging(repair.id()));
    }
  }
}
