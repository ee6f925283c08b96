package dev.wsdoctor.repair;

import dev.wsdoctor.conf.Patch;
import dev.wsdoctor.repair.Repair.Ending;
import dev.wsdoctor.repair.Repair.Purpose;
import dev.wsdoctor.repair.SavedFile.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The folder of repairs, held by this process until it is closed: no second one writes files of a
/// configuration meanwhile.
///
/// A repair keeps what it replaces and says what it does before it does it, so that whoever comes
/// after a crash can finish it or take it back. A file is replaced by a rename, and never one that
/// somebody else has changed.
public final class Repairs implements AutoCloseable {
  /// What came of asking for the folder.
  public sealed interface Opening {
    record Open(Repairs repairs) implements Opening {}

    /// Another process holds it, or it cannot be used, for the reason given.
    record Refused(String message) implements Opening {}
  }

  /// What came of changing files.
  public sealed interface Result {
    record Done(Repair repair) implements Result {}

    /// No file has changed, for the reason given.
    record Refused(String message) implements Result {}

    /// The repair is neither whole nor taken back: what is left to do is said.
    record Stuck(Repair repair, String message) implements Result {}
  }

  private final RepairFolder folder;
  private final FolderLock lock;
  private final Disk disk;

  private Repairs(RepairFolder folder, FolderLock lock, Disk disk) {
    this.folder = folder;
    this.lock = lock;
    this.disk = disk;
  }

  /// `who` is said to a second process that comes meanwhile: `wsdoctor fix ws://h/`.
  public static Opening open(Path folder, String who, Steps steps) {
    Disk disk = new Disk(steps);
    try {
      disk.createFolders(folder);
      Optional<FolderLock> lock = FolderLock.tryLock(folder, who);
      if (lock.isEmpty()) {
        return new Opening.Refused(
            "another repair is going on: %s; run this again when it is done"
                .formatted(FolderLock.holder(folder)));
      }
      RepairFolder repairs = new RepairFolder(folder, disk);
      repairs.tidy();
      return new Opening.Open(new Repairs(repairs, lock.get(), disk));
    } catch (IOException e) {
      return new Opening.Refused(
          "cannot use the folder for backups: %s; name another one with --backup-dir"
              .formatted(Reason.of(e)));
    }
  }

  /// The repairs in a folder, the oldest first; also without holding it.
  public static List<Repair> in(Path folder) throws IOException {
    return RepairFolder.list(folder);
  }

  /// A sentence for each repair in a folder whose journal cannot be read; it is not among the
  /// others.
  public static List<String> damaged(Path folder) throws IOException {
    return RepairFolder.damaged(folder);
  }

  public List<Repair> list() throws IOException {
    return folder.list();
  }

  /// Saves the old files, then puts the new texts in; on any failure the old ones are put back. The
  /// repair stays unfinished until it is [#end]ed.
  public Result write(List<Patch> patches, Purpose purpose, Instant now) {
    Repair repair;
    try {
      Preparation preparation = new Preparation(disk, purpose, now);
      switch (preparation.check(patches)) {
        case Preparation.Objection(String message) -> {
          return new Result.Refused(message);
        }
        case Preparation.Accepted(List<Preparation.Source> sources) ->
            repair = preparation.save(sources, folder.next(now));
      }
    } catch (IOException e) {
      return new Result.Refused("cannot save the old files: " + Reason.of(e));
    }
    return finish(repair);
  }

  /// Puts in what is still old. If that fails, all is put back.
  public Result finish(Repair repair) {
    try {
      new Swap(disk, repair).to(State.NEW);
      return new Result.Done(repair);
    } catch (IOException e) {
      return takenBack(repair, Reason.of(e));
    }
  }

  /// What somebody else has changed is left to them; the rest becomes what it was.
  private Result takenBack(Repair repair, String reason) {
    try {
      new Swap(disk, repair).back();
      folder.dropOriginals(repair);
      folder.end(repair, Ending.UNDONE);
      return new Result.Refused("cannot write: " + reason);
    } catch (IOException e) {
      return stuck(repair, reason + "; and then: " + Reason.of(e));
    }
  }

  private static Result stuck(Repair repair, String reason) {
    return new Result.Stuck(
        repair,
        "cannot put the old files back: %s; they lie in %s".formatted(reason, repair.folder()));
  }

  /// Puts the old files back: bytes, owner, group, mode, times, other names. None of them if
  /// somebody else has changed one.
  public Result undo(Repair repair) {
    Swap swap = new Swap(disk, repair);
    try {
      swap.clear();
      swap.expectOurs();
    } catch (IOException e) {
      return new Result.Refused(Reason.of(e));
    }
    try {
      folder.reopen(repair);
      swap.to(State.OLD);
      folder.dropOriginals(repair);
    } catch (IOException e) {
      return stuck(repair, Reason.of(e));
    }
    return end(repair, Ending.UNDONE);
  }

  /// Notes in the journal that a repair is over.
  public Result end(Repair repair, Ending how) {
    try {
      return new Result.Done(folder.end(repair, how));
    } catch (IOException e) {
      return new Result.Stuck(
          repair, "all files are as they should be, but that cannot be noted: " + Reason.of(e));
    }
  }

  @Override
  public void close() {
    lock.close();
  }
}
