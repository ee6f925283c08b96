package dev.wsdoctor.conf;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A root file and all that it includes, as nginx sees them: one tree.
public final class Configuration {
  private final List<SourceFile> files;
  private final Map<String, Parsed> parsed;
  private final Map<String, List<Directive>> includesOf;
  private final List<ConfigurationError> errors;
  private final Prefixes prefixes;

  Configuration(
      Map<String, Parsed> parsed,
      Map<String, List<Directive>> includesOf,
      List<ConfigurationError> errors,
      Prefixes prefixes) {
    this.files = parsed.values().stream().map(Parsed::file).toList();
    this.parsed = parsed;
    this.includesOf = includesOf;
    this.errors = List.copyOf(errors);
    this.prefixes = prefixes;
  }

  /// Reads a root file, and what it includes, from an absolute path.
  public static Configuration load(Files files, String path, Prefixes prefixes) {
    return new Loader(files, prefixes).load(path);
  }

  /// As [#load(Files, String, Prefixes)] without `-p`.
  public static Configuration load(Files files, String path) {
    return load(files, path, Prefixes.of(path));
  }

  /// Reads the output of `nginx -T`, or the text of one file.
  public static Configuration ofDump(String name, byte[] bytes) {
    List<SourceFile> files = Dump.files(SourceFile.of(name, bytes));
    return load(MemoryFiles.of(files), files.getFirst().name());
  }

  /// What stands in the main context; [#body] looks through its includes.
  public List<Directive> directives() {
    return files.isEmpty() ? List.of() : parsed(files.getFirst()).directives();
  }

  /// The directives in force in the main context.
  public Stream<Directive> body() {
    return directives().stream().flatMap(d -> d.is("include") ? d.body() : Stream.of(d));
  }

  /// The directives in force in the main context, with that name.
  public Stream<Directive> body(String name) {
    return body().filter(d -> d.is(name));
  }

  /// The `http` block; the first one, should there be more (nginx refuses that).
  public Optional<Directive> http() {
    return body("http").filter(Directive::isBlock).findFirst();
  }

  /// Syntax errors and files that could not be read, in nginx's order: `nginx -t` stops at the
  /// first one, unless it has stopped before because of what a directive says.
  public List<ConfigurationError> errors() {
    return errors;
  }

  /// The files that were read, each once, the root file first, then in the order of inclusion.
  public List<SourceFile> files() {
    return files;
  }

  public Optional<SourceFile> file(String name) {
    return Optional.ofNullable(parsed.get(name)).map(Parsed::file);
  }

  /// The parse of one of [#files].
  public Parsed parsed(SourceFile file) {
    return Optional.ofNullable(parsed.get(file.name()))
        .orElseThrow(() -> new IllegalArgumentException(file.name() + " is not part of this"));
  }

  /// The include directives that bring this file in: who shares it must be known before it is
  /// changed. Empty for the root file.
  public List<Directive> includesOf(SourceFile file) {
    return includesOf.getOrDefault(file.name(), List.of());
  }

  public Prefixes prefixes() {
    return prefixes;
  }
}
