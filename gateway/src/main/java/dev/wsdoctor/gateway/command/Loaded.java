package dev.wsdoctor.gateway.command;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.Files;
import dev.wsdoctor.conf.MemoryFiles;
import dev.wsdoctor.conf.Parser;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.directive.check.ConfigurationCheck;
import dev.wsdoctor.gateway.support.Support;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What came of reading the configuration.
sealed interface Loaded {
  /// How nginx calls what `-g` says.
  String COMMAND_LINE = "command line";

  /// It can be run.
  record Usable(Configuration configuration) implements Loaded {}

  /// The sentence that stops the start.
  record Broken(String sentence) implements Loaded {}

  static Loaded load(Options options, Paths paths, Files files) {
    return problemOfDirectives(options.directives())
        .or(() -> problemOfFile(paths, files))
        .<Loaded>map(Broken::new)
        .orElseGet(() -> judged(read(options, paths, files), options, files));
  }

  /// Without any judgement.
  static Configuration read(Options options, Paths paths, Files files) {
    if (options.directives().isEmpty()) {
      return Configuration.load(files, paths.configuration(), paths.prefixes());
    }
    SourceFile root = SourceFile.ofText(COMMAND_LINE, withFile(options, paths));
    return Configuration.load(new Around(root, files), COMMAND_LINE, paths.prefixes());
  }

  private static String withFile(Options options, Paths paths) {
    String quoted = paths.configuration().replace("\\", "\\\\").replace("\"", "\\\"");
    return options.directives() + "\ninclude \"" + quoted + "\";";
  }

  private static Optional<String> problemOfDirectives(String directives) {
    return Parser.parse(SourceFile.ofText(COMMAND_LINE, directives)).errors().stream()
        .findFirst()
        .map(
            error ->
                sentence(error).replace("unexpected end of file", "unexpected end of parameter"))
        .map(sentence -> sentence.replace("expecting \";\" or \"}\"", "expecting \";\""));
  }

  private static Optional<String> problemOfFile(Paths paths, Files files) {
    return files.read(paths.configuration()) instanceof Files.Failure(String message)
        ? Optional.of(message)
        : Optional.empty();
  }

  private static Loaded judged(Configuration configuration, Options options, Files files) {
    List<ConfigurationError> refused =
        ConfigurationCheck.checkWithoutThirdParty(configuration, options.version(), files);
    return Stream.concat(
            refused.stream(),
            refused.isEmpty()
                ? Support.of(configuration, options.version()).errors().stream()
                : Stream.empty())
        .findFirst()
        .<Loaded>map(error -> new Broken(sentence(error)))
        .orElseGet(() -> new Usable(configuration));
  }

  /// nginx counts no lines in a command line.
  private static String sentence(ConfigurationError error) {
    return error.toString().replaceFirst(" in " + COMMAND_LINE + ":\\d+$", " in " + COMMAND_LINE);
  }

  /// The real files, and one that there is not.
  record Around(SourceFile root, Files files) implements Files {
    @Override
    public Result read(String path) {
      return path.equals(root.name()) ? MemoryFiles.of(List.of(root)).read(path) : files.read(path);
    }

    @Override
    public List<String> glob(String pattern) {
      return files.glob(pattern);
    }
  }
}
