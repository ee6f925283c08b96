package dev.wsdoctor.app.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The pages of the causes: Markdown resources `rules/<id>.md`, each opening with a heading and a
/// paragraph whose first sentence sums it up.
public final class CausePages {
  private static final String FOLDER = "/rules/";
  private static final String ENDING = ".md";

  public Optional<String> page(String id) {
    if (!id.matches("[a-z0-9.-]+")) {
      return Optional.empty();
    }
    try (InputStream in = CausePages.class.getResourceAsStream(FOLDER + id + ENDING)) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Every cause that has a page, in the order of the alphabet.
  public List<String> ids() {
    URL folder = CausePages.class.getResource(FOLDER);
    if (folder == null) {
      return List.of();
    }
    try {
      URI uri = folder.toURI();
      if (!uri.getScheme().equals("jar")) {
        return ids(Path.of(uri));
      }
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        return ids(jar.getPath(FOLDER));
      }
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("cannot list " + folder, e);
    }
  }

  /// The first sentence of the page's first paragraph.
  public String summary(String id) {
    String paragraph = opening(id);
    int end = paragraph.indexOf(". ");
    return end < 0 ? paragraph : paragraph.substring(0, end + 1);
  }

  /// The page's first paragraph, in one line.
  String opening(String id) {
    return page(id)
        .orElse("")
        .lines()
        .dropWhile(line -> line.isBlank() || line.startsWith("#"))
        .takeWhile(line -> !line.isBlank())
        .reduce("", (text, line) -> (text + " " + line).strip());
  }

  private static List<String> ids(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(ENDING))
          .map(name -> name.substring(0, name.length() - ENDING.length()))
          .sorted()
          .toList();
    }
  }
}
