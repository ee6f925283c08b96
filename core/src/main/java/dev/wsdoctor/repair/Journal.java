package dev.wsdoctor.repair;

import dev.wsdoctor.http.Target;
import dev.wsdoctor.repair.Repair.Ending;
import dev.wsdoctor.repair.Repair.Purpose;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The journal of a repair as text, one `key value` per line; it is renamed in when it is whole,
/// and from then on the repair has begun.
final class Journal {
  static final String NAME = "journal";
  static final String ENDING = "ending";
  private static final String HEAD = "wsdoctor repair 1";

  private final List<String> lines;
  private int at;

  private Journal(List<String> lines) {
    this.lines = lines;
  }

  static byte[] write(Repair repair) {
    StringBuilder text = new StringBuilder(HEAD + "\n");
    line(text, "began", repair.began().toString());
    line(text, "url", repair.purpose().url());
    line(text, "configuration", repair.purpose().configuration());
    repair.purpose().before().ifPresent(before -> answers(text, before));
    for (SavedFile file : repair.files()) {
      line(text, "path", file.path().toString());
      line(text, "file", file.file().toString());
      line(text, "mode", Integer.toOctalString(file.attributes().mode()));
      line(text, "user", Integer.toString(file.attributes().user()));
      line(text, "group", Integer.toString(file.attributes().group()));
      line(text, "names", Integer.toString(file.attributes().names()));
      line(text, "modified", file.attributes().modified().toString());
      line(text, "old", file.old());
      line(text, "new", file.fresh());
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void answers(StringBuilder text, Answers before) {
    line(text, "socket", before.socket());
    before.pages().forEach(page -> line(text, "page", page.status() + " " + page.target()));
  }

  private static void line(StringBuilder text, String key, String value) {
    text.append(key).append(' ').append(value.replace('\n', ' ')).append('\n');
  }

  /// The repair in a folder; absent where it has not begun, or where something else lies.
  static Optional<Repair> read(Path folder) throws IOException {
    try {
      List<String> lines =
          new String(Files.readAllBytes(folder.resolve(NAME)), StandardCharsets.UTF_8)
              .lines()
              .toList();
      return Optional.of(new Journal(lines).repair(folder, ending(folder)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new DamagedJournal(folder.resolve(NAME), e);
    }
  }

  private static Optional<Ending> ending(Path folder) throws IOException {
    Path file = folder.resolve(ENDING);
    return Files.exists(file)
        ? Optional.of(Ending.valueOf(Files.readString(file).strip()))
        : Optional.empty();
  }

  private Repair repair(Path folder, Optional<Ending> ending) {
    if (lines.isEmpty() || !lines.getFirst().equals(HEAD)) {
      throw new IllegalArgumentException("expected '%s' in its first line".formatted(HEAD));
    }
    at = 1;
    Instant began = Instant.parse(value("began"));
    Purpose purpose = new Purpose(value("url"), value("configuration"), answers());
    List<SavedFile> files = new ArrayList<>();
    while (at < lines.size()) {
      files.add(file(folder, files.size()));
    }
    return new Repair(String.valueOf(folder.getFileName()), folder, purpose, began, files, ending);
  }

  private Optional<Answers> answers() {
    if (!isNext("socket")) {
      return Optional.empty();
    }
    String socket = value("socket");
    List<Answers.Page> pages = new ArrayList<>();
    while (isNext("page")) {
      pages.add(page(value("page")));
    }
    return Optional.of(new Answers(socket, pages));
  }

  private static Answers.Page page(String line) {
    int space = line.indexOf(' ');
    return switch (Target.parse(line.substring(space + 1))) {
      case Target.Parsed.Invalid(String message) -> throw new IllegalArgumentException(message);
      case Target.Parsed.Valid(Target target) ->
          new Answers.Page(target, Integer.parseInt(line.substring(0, space)));
    };
  }

  private SavedFile file(Path folder, int number) {
    return new SavedFile(
        Path.of(value("path")),
        Path.of(value("file")),
        new Attributes(
            Integer.parseInt(value("mode"), 8),
            Integer.parseInt(value("user")),
            Integer.parseInt(value("group")),
            Integer.parseInt(value("names")),
            Instant.parse(value("modified"))),
        value("old"),
        value("new"),
        folder.resolve(number + ".old"),
        folder.resolve(number + ".new"),
        folder.resolve(number + ".original"));
  }

  private String value(String key) {
    String line = at < lines.size() ? lines.get(at) : "";
    if (!isNext(key)) {
      throw new IllegalArgumentException(
          "expected '%s' in line %d but found '%s'".formatted(key, at + 1, line));
    }
    at++;
    return line.substring(key.length() + 1);
  }

  private boolean isNext(String key) {
    return at < lines.size() && lines.get(at).startsWith(key + " ");
  }
}
