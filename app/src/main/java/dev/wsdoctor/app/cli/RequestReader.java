package dev.wsdoctor.app.cli;

import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.diagnosis.CheckRequest;
import dev.wsdoctor.diagnosis.ConfigurationSource;
import dev.wsdoctor.diagnosis.Setting;
import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.symptom.Symptoms;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// Arguments that were parsed, put together to the request that they make.
final class RequestReader {
  private static final int MOST_DUMP_BYTES = 64 << 20;
  private static final String STANDARD_INPUT = "-";

  private final ParseResult arguments;
  private final InputStream in;

  RequestReader(ParseResult arguments, InputStream in) {
    this.arguments = arguments;
    this.in = in;
  }

  /// The request, or the sentence that says what is wrong with it.
  Answer<CheckRequest> read() {
    List<String> words = arguments.matchedPositional(0).getValue();
    return switch (Address.parse(words)) {
      case Target.Parsed.Invalid(String message) -> new Answer.Unusable<>(message);
      case Target.Parsed.Valid(Target target) -> read(List.of(target)).map(List::getFirst);
    };
  }

  /// The requests for several URLs, each as if it were the only one.
  Answer<List<CheckRequest>> read(List<Target> urls) {
    return new SymptomReader(arguments).read().then(seen -> read(urls, seen));
  }

  private Answer<List<CheckRequest>> read(List<Target> urls, Symptoms seen) {
    return configuration()
        .map(source -> urls.stream().map(url -> request(url, source, seen)).toList());
  }

  /// The configurations of those files, and the one of -c where it is given.
  Answer<List<Setting>> settings(List<Path> files) {
    List<Setting> settings =
        new ArrayList<>(
            files.stream().map(ConfigurationSource.File::new).map(this::setting).toList());
    return arguments.hasMatchedOption("-c")
        ? setting()
            .map(
                named -> {
                  settings.add(named);
                  return settings;
                })
        : new Answer.Given<>(settings);
  }

  /// The configuration and the nginx that the question is about, or what is wrong with them.
  Answer<Setting> setting() {
    return configuration().map(this::setting);
  }

  private Setting setting(ConfigurationSource source) {
    return new Setting(source, value("--nginx"), value("--nginx-version"));
  }

  private CheckRequest request(
      Target target, ConfigurationSource configuration, Symptoms symptoms) {
    List<Field> extra = this.<List<Field>>value("-H").orElse(List.of());
    return new CheckRequest(
        target,
        configuration,
        value("--backend"),
        new Fields(extra),
        value("--nginx"),
        value("--nginx-version"),
        this.<Boolean>value("--offline").orElse(false),
        this.<Boolean>value("--sandbox").orElse(false),
        symptoms);
  }

  /// The configurations of the nginx behind the first one, where `-c` was given several times.
  Answer<List<ConfigurationSource>> behind() {
    List<String> files = configurations().stream().skip(1).toList();
    return files.contains(STANDARD_INPUT)
        ? new Answer.Unusable<>("-c - can be the first configuration only: name a file behind it")
        : new Answer.Given<>(
            files.stream()
                .<ConfigurationSource>map(file -> new ConfigurationSource.File(Path.of(file)))
                .toList());
  }

  private List<String> configurations() {
    OptionSpec option = arguments.matchedOption("-c");
    return option == null ? List.of() : option.stringValues();
  }

  private Answer<ConfigurationSource> configuration() {
    List<String> files = configurations();
    if (files.isEmpty()) {
      return new Answer.Given<>(new ConfigurationSource.Installed());
    }
    return files.getFirst().equals(STANDARD_INPUT)
        ? dump()
        : new Answer.Given<>(new ConfigurationSource.File(Path.of(files.getFirst())));
  }

  private Answer<ConfigurationSource> dump() {
    try {
      byte[] bytes = in.readNBytes(MOST_DUMP_BYTES + 1);
      if (bytes.length > MOST_DUMP_BYTES) {
        return new Answer.Unusable<>(
            "standard input has more than %d MB; expected the output of nginx -T"
                .formatted(MOST_DUMP_BYTES >> 20));
      }
      return new Answer.Given<>(
          new ConfigurationSource.Dump(new String(bytes, StandardCharsets.ISO_8859_1)));
    } catch (IOException e) {
      return new Answer.Unusable<>("cannot read standard input: " + e.getMessage());
    }
  }

  /// The value of an option that may not be among those of this command.
  private <T> Optional<T> value(String name) {
    OptionSpec option = arguments.matchedOption(name);
    return option == null ? Optional.empty() : Optional.of(option.<T>getValue());
  }
}
