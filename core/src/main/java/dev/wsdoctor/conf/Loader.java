package dev.wsdoctor.conf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads a root file and follows its includes; each file is read and parsed once.
final class Loader {
  /// nginx has no limit of its own, it runs out of stack or file descriptors.
  static final int MAX_DEPTH = 100;

  /// What a person can have meant to include, all in all.
  static final int MAX_FILES = 100_000;

  /// Tokens counted as often as they are included: thirty files that include each other twice are a
  /// billion directives.
  static final long MAX_TOKENS = 20_000_000;

  private final Files files;
  private final Prefixes prefixes;
  private final Map<String, Parsed> parsed = new LinkedHashMap<>();
  private final Map<String, Long> weights = new LinkedHashMap<>();
  private final Map<String, List<Directive>> includesOf = new LinkedHashMap<>();
  private final List<ConfigurationError> errors = new ArrayList<>();
  private final Set<String> open = new LinkedHashSet<>();

  Loader(Files files, Prefixes prefixes) {
    this.files = files;
    this.prefixes = prefixes;
  }

  Configuration load(String root) {
    switch (files.read(root)) {
      case Files.Content(SourceFile file) -> parse(root, file);
      case Files.Failure(String message) ->
          errors.add(new ConfigurationError(message, Optional.empty(), false));
    }
    return new Configuration(parsed, includesOf, errors, prefixes);
  }

  private Parsed parse(String path, SourceFile file) {
    Parsed result = Parser.parse(file);
    parsed.put(path, result);
    open.add(path);
    long weight = result.tokens().size();
    List<ConfigurationError> own = new ArrayList<>(result.errors());
    for (Directive include : result.includes()) {
      report(own, include);
      weight += follow(include, weight);
    }
    errors.addAll(own);
    open.remove(path);
    weights.put(path, weight);
    return result;
  }

  /// nginx meets the syntax errors before an include first.
  private void report(List<ConfigurationError> own, Directive include) {
    while (!own.isEmpty() && isBefore(own.getFirst(), include)) {
      errors.add(own.removeFirst());
    }
  }

  private static boolean isBefore(ConfigurationError error, Directive include) {
    return error.place().filter(p -> p.start() <= include.terminator().start()).isPresent();
  }

  /// Hangs the included directives below the include; returns the number of tokens they bring.
  private long follow(Directive include, long before) {
    if (include.parameterCount() != 1) {
      return 0;
    }
    String path = prefixes.inConf(include.parameter());
    List<String> paths = Glob.isPattern(path) ? files.glob(path) : List.of(path);
    List<Directive> brought = new ArrayList<>();
    long weight = 0;
    for (String each : paths) {
      Optional<Parsed> file = admit(include, each, before + weight);
      if (file.isPresent()) {
        brought.addAll(file.get().directives());
        includesOf.computeIfAbsent(each, _ -> new ArrayList<>()).add(include);
        weight += weight(each);
      }
    }
    if (include instanceof ParsedDirective directive) {
      directive.bring(List.copyOf(brought));
    }
    return weight;
  }

  private long weight(String path) {
    return weights.getOrDefault(path, 0L);
  }

  /// The file, if it could be read and may be brought in.
  private Optional<Parsed> admit(Directive include, String path, long weight) {
    if (open.contains(path)) {
      return refuse(include, "include loop: \"" + path + "\" includes itself");
    }
    if (open.size() >= MAX_DEPTH) {
      return refuse(include, "more than " + MAX_DEPTH + " includes inside each other");
    }
    Optional<Parsed> file = Optional.ofNullable(parsed.get(path)).or(() -> read(include, path));
    if (file.isPresent() && weight + weight(path) > MAX_TOKENS) {
      return refuse(include, "the includes bring in more than " + MAX_TOKENS + " tokens");
    }
    return file;
  }

  private Optional<Parsed> read(Directive include, String path) {
    if (parsed.size() >= MAX_FILES) {
      return refuse(include, "more than " + MAX_FILES + " files");
    }
    return switch (files.read(path)) {
      case Files.Content(SourceFile file) -> Optional.of(parse(path, file));
      case Files.Failure(String message) -> refuse(include, message);
    };
  }

  private Optional<Parsed> refuse(Directive include, String message) {
    ConfigurationError error = ConfigurationError.of(include, message);
    // nginx names the line of an include that it cannot open, not of one that it cannot read
    errors.add(new ConfigurationError(message, error.place(), !message.startsWith("pread()")));
    return Optional.empty();
  }
}
