package dev.wsdoctor.gateway.command;

import dev.wsdoctor.directive.NginxVersion;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a command line as ngx_get_options does: letters may stand together (`-tq`), a value may
/// stand in the same word (`-cFILE`) or in the next.
final class OptionReader {
  /// What was read, or what nginx says of it.
  sealed interface Read {
    record Valid(Options options) implements Read {}

    record Invalid(String message) implements Read {}
  }

  private static final String REPORT = "--report";
  private static final String VERSION = "--nginx-version";

  private final List<String> words;
  private int word;
  private @Nullable String problem;

  private boolean help;
  private boolean showVersion;
  private boolean showConfigure;
  private boolean test;
  private boolean dump;
  private boolean quiet;
  private boolean report;
  private Optional<String> prefix = Optional.empty();
  private Optional<String> configuration = Optional.empty();
  private Optional<String> errorLog = Optional.empty();
  private String directives = "";
  private Optional<Options.Order> order = Optional.empty();
  private NginxVersion version = NginxVersion.NEWEST_STABLE;

  private OptionReader(List<String> words) {
    this.words = words;
  }

  static Read read(List<String> words) {
    return new OptionReader(words).read();
  }

  private Read read() {
    for (word = 0; word < words.size() && problem == null; word++) {
      String text = words.get(word);
      if (text.equals(REPORT)) {
        report = true;
      } else if (text.equals(VERSION)) {
        version();
      } else if (text.startsWith("-")) {
        letters(text);
      } else {
        problem = "invalid option: \"" + text + "\"";
      }
    }
    return problem != null ? new Read.Invalid(problem) : new Read.Valid(options());
  }

  private void letters(String text) {
    for (int at = 1; at < text.length() && problem == null; at++) {
      char letter = text.charAt(at);
      if ("pcegs".indexOf(letter) >= 0) {
        value(letter, text.substring(at + 1));
        return;
      }
      flag(letter);
    }
  }

  private void flag(char letter) {
    switch (letter) {
      case '?', 'h' -> {
        help = true;
        showVersion = true;
      }
      case 'v' -> showVersion = true;
      case 'V' -> {
        showVersion = true;
        showConfigure = true;
      }
      case 't' -> test = true;
      case 'T' -> {
        test = true;
        dump = true;
      }
      case 'q' -> quiet = true;
      default -> problem = "invalid option: \"" + letter + "\"";
    }
  }

  private void value(char letter, String rest) {
    if (rest.isEmpty() && word + 1 >= words.size()) {
      problem = "option \"-" + letter + "\" requires " + what(letter);
      return;
    }
    String value = rest.isEmpty() ? words.get(++word) : rest;
    switch (letter) {
      case 'p' -> prefix = Optional.of(value);
      case 'c' -> configuration = Optional.of(value);
      case 'e' -> errorLog = Optional.of(value);
      case 'g' -> directives = value;
      default -> order(value);
    }
  }

  private static String what(char letter) {
    return switch (letter) {
      case 'p' -> "directory name";
      case 'c', 'e' -> "file name";
      default -> "parameter";
    };
  }

  private void order(String value) {
    order = Options.Order.named(value);
    if (order.isEmpty()) {
      problem = "invalid option: \"-s " + value + "\"";
    }
  }

  private void version() {
    Optional<NginxVersion> asked =
        word + 1 < words.size() ? NginxVersion.find(words.get(word + 1)) : Optional.empty();
    if (asked.isEmpty()) {
      problem = "option \"" + VERSION + "\" requires a release such as 1.22.1";
      return;
    }
    version = asked.get();
    word++;
  }

  private Options options() {
    return new Options(
        help,
        showVersion,
        showConfigure,
        test,
        dump,
        quiet,
        report,
        prefix,
        configuration,
        errorLog,
        directives,
        order,
        version);
  }
}
