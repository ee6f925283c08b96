package dev.wsdoctor.symptom;

import dev.wsdoctor.log.AccessEntry;
import dev.wsdoctor.log.ErrorLog;
import dev.wsdoctor.log.LineSieve;
import dev.wsdoctor.log.LogCutter;
import dev.wsdoctor.log.LogFormat;
import dev.wsdoctor.log.LogFormats;
import dev.wsdoctor.log.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A log as it lies on the disk.
record LogOnDisk(Path path, boolean isErrorLog, List<LogFormat> formats, List<String> remarks)
    implements LogSource {
  private static final int SAMPLE_BYTES = 256 * 1024;
  private static final int SAMPLE_LINES = 500;

  LogOnDisk {
    formats = List.copyOf(formats);
    remarks = List.copyOf(remarks);
  }

  /// A log whose kind is found from its first lines.
  static LogOnDisk of(Path path, LogFormats known) {
    Sample sample = new Sample();
    List<String> remarks = new LogFile(path, SAMPLE_BYTES).readFirst(sample.cutter());
    return of(path, known, sample, remarks);
  }

  /// The same of a file that is open and may have another name by now.
  static LogOnDisk of(Path path, GrowingFile file, LogFormats known) throws IOException {
    Sample sample = new Sample();
    file.readFirst(sample.cutter(), SAMPLE_BYTES);
    return of(path, known, sample, List.of());
  }

  private static LogOnDisk of(Path path, LogFormats known, Sample sample, List<String> remarks) {
    List<String> lines = sample.lines();
    if (lines.stream().anyMatch(line -> ErrorLog.parse(line).isPresent())) {
      return new LogOnDisk(path, true, List.of(), List.of());
    }
    List<LogFormat> formats = known.fitting(lines);
    return new LogOnDisk(
        path, false, formats, formats.isEmpty() ? unknown(path, lines, remarks) : List.of());
  }

  /// The first lines of a log.
  private record Sample(List<String> lines) {
    Sample() {
      this(new ArrayList<>());
    }

    LogCutter cutter() {
      return new LogLines(
          line -> {
            if (lines.size() < SAMPLE_LINES && !line.isBlank()) {
              lines.add(line);
            }
          });
    }
  }

  private static List<String> unknown(Path path, List<String> sample, List<String> remarks) {
    if (sample.isEmpty()) {
      return remarks.isEmpty() ? List.of(path + nothing(path)) : remarks;
    }
    return List.of(
        ("%s was not read: its lines are neither nginx's error log nor combined, JSON or a log_format of the"
                + " configuration; give the one that it is written in with -c")
            .formatted(path));
  }

  private static String nothing(Path path) {
    return path.toFile().length() == 0 ? " is empty" : " has no lines with text in them";
  }

  @Override
  public String name() {
    return path.toString();
  }

  @Override
  public long bytes() {
    try {
      return Files.size(path);
    } catch (IOException _) {
      return 0;
    }
  }

  @Override
  public List<String> read(Consumer<String> lines) {
    return new LogFile(path, Long.MAX_VALUE).read(cutter(lines));
  }

  /// Takes the bytes, and hands on the lines that are wanted.
  LogCutter cutter(Consumer<String> lines) {
    return isErrorLog ? new LogLines(lines) : LineSieve.of(formats, lines);
  }

  LogCutter entryCutter(Consumer<AccessEntry> entries) {
    LogFormats only = LogFormats.only(formats);
    return cutter(line -> only.parse(line).ifPresent(entries));
  }
}
