package dev.wsdoctor.symptom;

import dev.wsdoctor.log.AccessEntry;
import dev.wsdoctor.log.LogCutter;
import dev.wsdoctor.log.LogFormats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// One log while it is written. Rotation may give its name to a new file, or empty it.
final class FollowedLog implements AutoCloseable {
  /// Workers go on with the old file until each has heard of the new one: it is given up when it
  /// was silent for so many looks.
  private static final int LAST_LOOKS = 25;

  private final Path path;
  private final LogFormats formats;
  private final Consumer<String> errors;
  private final Consumer<AccessEntry> entries;
  private final List<Leaving> leaving = new ArrayList<>();
  private Optional<LogOnDisk> source = Optional.empty();
  private Optional<GrowingFile> file = Optional.empty();
  private String failure;

  /// Such a file grows no more.
  private final boolean isCompressed;

  /// A file whose name belongs to another one now, and for how many looks it has been silent.
  private static final class Leaving {
    private final GrowingFile file;
    private int silent;

    Leaving(GrowingFile file) {
      this.file = file;
    }
  }

  FollowedLog(
      Path path, LogFormats formats, Consumer<String> errors, Consumer<AccessEntry> entries) {
    this.path = path;
    this.formats = formats;
    this.errors = errors;
    this.entries = entries;
    this.isCompressed = new LogFile(path).isCompressed();
    if (isCompressed) {
      this.source = Optional.of(LogOnDisk.of(path, formats));
    }
    this.failure = isCompressed ? path + " is compressed, and was not followed" : "";
  }

  /// Looks how far the file goes; what comes later is for the next time.
  void measure() {
    if (isCompressed) {
      return;
    }
    try {
      hold();
      for (Leaving old : leaving) {
        learn(old.file);
      }
      if (file.isPresent()) {
        learn(file.get());
      }
    } catch (IOException e) {
      failure = "%s could not be read any more: %s".formatted(path, e.getMessage());
    }
  }

  /// Whether it is known what it is or not: it may be renamed before the next look.
  private void hold() throws IOException {
    if (file.isPresent() && file.get().hasLostItsName()) {
      leaving.add(new Leaving(file.get()));
      file = Optional.empty();
    }
    if (file.isEmpty()) {
      file = GrowingFile.open(path);
    }
  }

  private void learn(GrowingFile one) throws IOException {
    one.measure();
    if (!isKnown()) {
      source = Optional.of(LogOnDisk.of(path, one, formats));
    }
    if (isKnown()) {
      one.feed(this::cutter);
    }
  }

  /// Reads as far as was measured; whether there was something.
  boolean read() {
    boolean isNews = false;
    try {
      for (Leaving old : List.copyOf(leaving)) {
        boolean grew = old.file.read();
        isNews |= grew;
        old.silent = grew ? 0 : old.silent + 1;
        if (old.silent > LAST_LOOKS) {
          old.file.close();
          leaving.remove(old);
        }
      }
      return (file.isPresent() && file.get().read()) || isNews;
    } catch (IOException e) {
      failure = "%s could not be read any more: %s".formatted(path, e.getMessage());
      return isNews;
    }
  }

  private LogCutter cutter() {
    LogOnDisk log = source.orElseThrow();
    return log.isErrorLog() ? log.cutter(errors) : log.entryCutter(entries);
  }

  boolean isErrorLog() {
    return source.filter(LogOnDisk::isErrorLog).isPresent();
  }

  /// Whether it is known what it is; an empty one may become a log.
  boolean isKnown() {
    return source.filter(known -> known.isErrorLog() || known.isAccessLog()).isPresent();
  }

  LogReport.Source shown() {
    return log().shown();
  }

  /// By its name, where no such file was seen.
  private LogOnDisk log() {
    return source.orElseGet(() -> LogOnDisk.of(path, formats));
  }

  Stream<String> remarks() {
    Stream<String> failed = Stream.of(failure).filter(text -> !text.isEmpty());
    return Stream.concat(log().remarks().stream(), failed);
  }

  Stream<String> lacks() {
    return source.stream().filter(LogOnDisk::isAccessLog).flatMap(s -> s.lacks().stream());
  }

  @Override
  public void close() {
    file.ifPresent(GrowingFile::close);
    leaving.forEach(old -> old.file.close());
  }
}
