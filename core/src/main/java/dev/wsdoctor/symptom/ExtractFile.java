package dev.wsdoctor.symptom;

import dev.wsdoctor.log.LogFormat;
import dev.wsdoctor.log.LogLines;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// An extract on the disk: which part it is of, and where in it each log begins.
record ExtractFile(Path path, LogPart part, List<Section> sections) {
  private static final int CHUNK = 256 * 1024;

  /// A log's share of the file: its head up to where the next one begins.
  record Section(
      String name,
      boolean isErrorLog,
      long bytes,
      List<LogFormat> formats,
      List<String> remarks,
      long from,
      long to) {
    Section {
      formats = List.copyOf(formats);
      remarks = List.copyOf(remarks);
    }

    /// Whether it is the same log in another part.
    boolean isSame(Section other) {
      return name.equals(other.name) && isErrorLog == other.isErrorLog && bytes == other.bytes;
    }
  }

  ExtractFile {
    sections = List.copyOf(sections);
  }

  /// Nothing when the file is no extract.
  static Optional<ExtractFile> of(Path path) throws IOException {
    List<Long> begins = begins(path);
    List<String> title = new ArrayList<>();
    long first = begins.getFirst();
    feed(path, 0, first, title::add);
    if (title.isEmpty() || !title.getFirst().matches(LogExtract.TITLE + "\\d{1,6}/\\d{1,6}")) {
      return Optional.empty();
    }
    String[] numbers = title.getFirst().substring(LogExtract.TITLE.length()).split("/", 2);
    List<Section> sections = new ArrayList<>();
    for (int i = 0; i + 1 < begins.size(); i++) {
      section(path, begins.get(i), begins.get(i + 1)).ifPresent(sections::add);
    }
    LogPart part = new LogPart(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
    return Optional.of(new ExtractFile(path, part, sections));
  }

  /// Where the heads begin, and where the file ends.
  private static List<Long> begins(Path path) throws IOException {
    List<Long> begins = new ArrayList<>();
    long at = 0;
    int matched = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path), CHUNK)) {
      for (int c = in.read(); c >= 0; c = in.read()) {
        at++;
        if (c == '\n') {
          matched = 0;
        } else if (matched >= 0 && c == LogExtract.LOG.charAt(matched)) {
          matched++;
          if (matched == LogExtract.LOG.length()) {
            begins.add(at - matched);
            matched = -1;
          }
        } else {
          matched = -1;
        }
      }
    }
    begins.add(at);
    return begins;
  }

  private static Optional<Section> section(Path path, long from, long to) throws IOException {
    List<String[]> head = new ArrayList<>();
    feed(
        path,
        from,
        to,
        line -> {
          if (line.startsWith("#")) {
            head.add(line.split("\t", -1));
          }
        });
    String[] log = head.getFirst();
    if (log.length != 4 || !log[1].matches("\\d{1,18}")) {
      return Optional.empty();
    }
    return Optional.of(
        new Section(
            LogExtract.unescaped(log[3]),
            Boolean.parseBoolean(log[2]),
            Long.parseLong(log[1]),
            head.stream().flatMap(line -> format(line).stream()).toList(),
            texts(head, LogExtract.REMARK),
            from,
            to));
  }

  private static Optional<LogFormat> format(String[] line) {
    if (!line[0].equals(LogExtract.FORMAT.strip()) || line.length < 4) {
      return Optional.empty();
    }
    List<String> texts = new ArrayList<>();
    for (int i = 1; i < line.length; i++) {
      texts.add(LogExtract.unescaped(line[i]));
    }
    return LogFormat.ofPieces(texts.getFirst(), texts.get(1), texts.subList(2, texts.size()));
  }

  private static List<String> texts(List<String[]> head, String what) {
    return head.stream()
        .filter(line -> line[0].equals(what.strip()) && line.length > 1)
        .map(line -> LogExtract.unescaped(line[1]))
        .toList();
  }

  /// Feeds the lines of a log, and returns what was said of the reading and how many lines were
  /// cut.
  Said read(Section section, Consumer<String> lines) throws IOException {
    List<String[]> head = new ArrayList<>();
    feed(
        path,
        section.from,
        section.to,
        line -> {
          if (line.startsWith(" ")) {
            lines.accept(line.substring(1));
          } else if (line.startsWith("#")) {
            head.add(line.split("\t", -1));
          }
        });
    long cut =
        texts(head, LogExtract.CUT).stream()
            .filter(number -> number.matches("\\d{1,18}"))
            .mapToLong(Long::parseLong)
            .sum();
    return new Said(texts(head, LogExtract.SAID), cut);
  }

  /// What the reading of a part gave to say.
  record Said(List<String> sentences, long cutLines) {
    Said {
      sentences = List.copyOf(sentences);
    }
  }

  private static void feed(Path path, long from, long to, Consumer<String> lines)
      throws IOException {
    LogLines cutter = LogLines.ofLength(LogLines.LONGEST_LINE + 1, lines);
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      file.position(from);
      while (file.position() < to) {
        chunk.clear().limit((int) Math.min(CHUNK, to - file.position()));
        if (file.read(chunk) < 0) {
          break;
        }
        cutter.feed(chunk.array(), chunk.position());
      }
    }
    cutter.end();
  }
}
