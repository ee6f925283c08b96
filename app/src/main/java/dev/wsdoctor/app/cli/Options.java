package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.format.Format;
import dev.wsdoctor.app.format.Formats;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/// The options that several commands share, each with the type of its value.
final class Options {
  /// RFC 9110, 5.6.2 (token) and 5.5 (field-value without line ends).
  private static final Pattern FIELD =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\r\n\0]*)");

  private Options() {}

  /// What every question about a URL takes.
  static void addRequest(CommandSpec spec) {
    addRequest(spec, true);
  }

  static void addRequest(CommandSpec spec, boolean urlRequired) {
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0..2")
            .arity(urlRequired ? "1..3" : "0..3")
            .required(urlRequired)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .paramLabel("URL")
            .hideParamSyntax(true)
            .description("What the client opens: wss://example.com/ws, or HOST [PORT [PATH]].")
            .build());
    spec.addOption(
        text("FILE", "The nginx.conf to judge; - reads what nginx -T printed.", "-c", "--config"));
    spec.addOption(
        OptionSpec.builder("-H", "--header")
            .paramLabel("'NAME: VALUE'")
            .type(List.class)
            .auxiliaryTypes(Field.class)
            .converters(Options::field)
            .description("A field of the handshake, such as Origin or Cookie; repeatable.")
            .build());
    spec.addOption(typed(Path.class, Path::of, "PATH", "The nginx program to use.", "--nginx"));
    spec.addOption(
        typed(
            NginxVersion.class,
            Options::version,
            "VERSION",
            "Judge as this release of nginx would, such as 1.22.1.",
            "--nginx-version"));
  }

  /// What a question takes that may dial.
  static void addLive(CommandSpec spec) {
    spec.addOption(
        typed(Target.class, Options::url, "URL", "A backend to dial directly too.", "--backend"));
    spec.addOption(flag("Judge the configuration only; touch no live hop.", "--offline"));
    spec.addOption(flag("Confirm with a private copy of nginx, also offline.", "--sandbox"));
  }

  static void addFormat(CommandSpec spec) {
    String names = String.join("|", Formats.NAMES);
    spec.addOption(
        typed(
            String.class,
            Options::formatName,
            names,
            "How to print it; text is usual.",
            "--format"));
  }

  /// The format asked for, the text for a person if none was.
  static Format format(ParseResult arguments, Environment environment) {
    String name = arguments.matchedOptionValue("--format", "text");
    return Formats.named(name, environment.hasColour(), environment.folder()).orElseThrow();
  }

  static OptionSpec flag(String description, String... names) {
    return OptionSpec.builder(names)
        .type(boolean.class)
        .arity("0")
        .description(description)
        .build();
  }

  private static OptionSpec text(String label, String description, String... names) {
    return typed(String.class, text -> text, label, description, names);
  }

  static <T> OptionSpec typed(
      Class<T> type,
      ITypeConverter<T> converter,
      String label,
      String description,
      String... names) {
    return OptionSpec.builder(names)
        .paramLabel(label)
        .type(type)
        .converters(converter)
        .description(description)
        .build();
  }

  static Target url(String text) {
    return switch (Target.parse(text)) {
      case Target.Parsed.Valid(Target target) -> target;
      case Target.Parsed.Invalid(String message) -> throw new TypeConversionException(message);
    };
  }

  private static NginxVersion version(String text) {
    return NginxVersion.find(text)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "expected a release such as 1.22.1 but found '%s'".formatted(text)));
  }

  private static String formatName(String text) {
    if (!Formats.NAMES.contains(text)) {
      throw new TypeConversionException(
          "expected %s but found '%s'".formatted(String.join(" or ", Formats.NAMES), text));
    }
    return text;
  }

  private static Field field(String text) {
    var matcher = FIELD.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "expected 'Name: value' but found '%s'".formatted(text.replaceAll("[\r\n]", " ")));
    }
    return new Field(matcher.group(1), bytes(matcher.group(2).stripTrailing()));
  }

  /// As it goes on the wire: one char per byte of its UTF-8.
  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
