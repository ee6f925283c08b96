package dev.wsdoctor.app.cli;

import dev.wsdoctor.conf.Glob;
import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.http.Target;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What `check` is to look at, as typed: URLs, and the names of files, folders and patterns.
///
/// `HOST [PORT [PATH]]` is one URL. A word without `://` is a file when there is one of that name,
/// or when only a file can be meant.
record Operands(List<Target> urls, List<String> files) {
  private static final String ENDING = ".conf";

  Operands {
    urls = List.copyOf(urls);
    files = List.copyOf(files);
  }

  static Answer<Operands> of(List<String> words) {
    if (words.contains("")) {
      return new Answer.Unusable<>(
          "expected a URL, a file or a folder but found an empty word; is a variable not set?");
    }
    boolean isAddress = words.size() > 1 && isPort(words.get(1));
    if (isAddress || (words.size() == 1 && !isFile(words.getFirst()))) {
      return url(Address.parse(words)).map(target -> new Operands(List.of(target), List.of()));
    }
    List<Target> urls = new ArrayList<>();
    List<String> files = new ArrayList<>();
    for (String word : words) {
      if (isFile(word)) {
        files.add(word);
        continue;
      }
      switch (url(Address.parse(List.of(word)))) {
        case Answer.Given<Target>(Target target) -> urls.add(target);
        case Answer.Unusable<Target>(String message) -> {
          return new Answer.Unusable<>(message);
        }
      }
    }
    return new Answer.Given<>(new Operands(urls, files));
  }

  /// Whether the question is the plain one, about a single URL.
  boolean isOneUrl() {
    return files.isEmpty() && urls.size() == 1;
  }

  private static Answer<Target> url(Target.Parsed parsed) {
    return switch (parsed) {
      case Target.Parsed.Valid(Target target) -> new Answer.Given<>(target);
      case Target.Parsed.Invalid(String message) -> new Answer.Unusable<>(message);
    };
  }

  /// A word that is neither a file nor an address is meant for a port, and told that it is none.
  private static boolean isPort(String word) {
    return word.matches("[0-9]+") || (word.matches("\\w+") && !exists(word));
  }

  private static boolean isFile(String word) {
    return !word.contains("://")
        && (word.endsWith(ENDING)
            || word.endsWith("/")
            || word.equals(".")
            || word.startsWith("./")
            || word.startsWith("../")
            || word.startsWith("/")
            || (Glob.isPattern(word) && !word.startsWith("["))
            || exists(word));
  }

  private static boolean exists(String word) {
    try {
      return Files.exists(Path.of(word));
    } catch (InvalidPathException _) {
      return false;
    }
  }
}
