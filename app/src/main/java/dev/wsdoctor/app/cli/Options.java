package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.format.ExplanationFormat;
import dev.wsdoctor.app.format.Format;
import dev.wsdoctor.app.format.Formats;
import dev.wsdoctor.app.format.LogReportFormat;
import dev.wsdoctor.app.format.TrafficFormat;
import dev.wsdoctor.app.format.TranscriptFormat;
import dev.wsdoctor.app.format.Viewer;
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

  private static final String SHOW_SECRETS = "--show-secrets";

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
    addQuestion(spec);
  }

  /// What `check` takes: one URL as above, or any number of URLs, files and folders.
  static void addOperands(CommandSpec spec) {
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0..*")
            .arity("0..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .paramLabel("URL|FILE|FOLDER")
            .hideParamSyntax(true)
            .description(
                "What the client opens: wss://example.com/ws, or HOST [PORT [PATH]]. Files, folders"
                    + " and patterns: every socket in them.")
            .build());
    spec.addOption(headers());
    addSetting(spec, configurations());
  }

  private static void addQuestion(CommandSpec spec) {
    spec.addOption(headers());
    addSetting(spec);
  }

  /// The configurations on the way of a URL, the one that the client meets first.
  private static OptionSpec configurations() {
    return OptionSpec.builder("-c", "--config")
        .paramLabel("FILE")
        .type(List.class)
        .auxiliaryTypes(String.class)
        .description(
            "The nginx.conf to judge; - reads what nginx -T printed. Again for an nginx behind it, which is asked with the request that the one before sends.")
        .build();
  }

  /// What names a configuration, and the nginx that reads it.
  static void addSetting(CommandSpec spec) {
    addSetting(
        spec,
        text("FILE", "The nginx.conf to judge; - reads what nginx -T printed.", "-c", "--config"));
  }

  private static void addSetting(CommandSpec spec, OptionSpec configuration) {
    spec.addOption(configuration);
    spec.addOption(nginx());
    spec.addOption(
        typed(
            NginxVersion.class,
            Options::version,
            "VERSION",
            "Judge as this release of nginx would, such as 1.22.1.",
            "--nginx-version"));
  }

  static OptionSpec headers() {
    return OptionSpec.builder("-H", "--header")
        .paramLabel("'NAME: VALUE'")
        .type(List.class)
        .auxiliaryTypes(Field.class)
        .converters(Options::field)
        .description("A field of the handshake, such as Origin or Cookie; repeatable.")
        .build();
  }

  static OptionSpec nginx() {
    return typed(Path.class, Path::of, "PATH", "The nginx program to use.", "--nginx");
  }

  /// Which repair, by the name that `undo --list` prints.
  static void addRepairId(CommandSpec spec) {
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .arity("0..1")
            .type(String.class)
            .paramLabel("ID")
            .description("The repair, as 'wsdoctor undo --list' names it.")
            .build());
  }

  /// What a question takes that may dial.
  static void addLive(CommandSpec spec) {
    spec.addOption(
        typed(Target.class, Options::url, "URL", "A backend to dial directly too.", "--backend"));
    spec.addOption(flag("Judge the configuration only; touch no live hop.", "--offline"));
    spec.addOption(flag("Confirm with a private copy of nginx, also offline.", "--sandbox"));
  }

  /// What describes a site that nginx is to serve.
  static void addSite(CommandSpec spec) {
    spec.addOption(text("NAME", "The public name of the site, such as example.com.", "--domain"));
    spec.addOption(
        OptionSpec.builder("--backend")
            .paramLabel("URL")
            .type(List.class)
            .auxiliaryTypes(Target.class)
            .converters(Options::backend)
            .description("Where the application listens: http://127.0.0.1:3000; repeatable.")
            .build());
    spec.addOption(text("FILE", "The certificate, for https and wss.", "--tls-certificate"));
    spec.addOption(text("FILE", "Its key.", "--tls-key"));
    spec.addOption(
        typed(
            int.class,
            Options::port,
            "PORT",
            "The port of plain HTTP; 80 is usual.",
            "--http-port"));
    spec.addOption(
        typed(
            NginxVersion.class,
            Options::version,
            "VERSION",
            "The release of nginx that reads it, such as 1.22.1; else that of this machine.",
            "--nginx-version"));
  }

  static void addFormat(CommandSpec spec) {
    addFormat(spec, Formats.NAMES);
  }

  /// What is explained and not judged has fewer forms.
  static void addExplanationFormat(CommandSpec spec) {
    addFormat(spec, Formats.EXPLAINING);
  }

  /// What goes on now has no secrets.
  static void addLiveFormat(CommandSpec spec) {
    spec.addOption(formatOption(Formats.LIVE));
  }

  static void addLogFormat(CommandSpec spec) {
    addFormat(spec, Formats.LIVE);
  }

  static TrafficFormat liveFormat(ParseResult arguments, Environment environment) {
    String name = arguments.matchedOptionValue("--format", "text");
    Viewer viewer = viewer(arguments, environment);
    Viewer narrow =
        new Viewer(viewer.terminal(), viewer.folder(), viewer.seesSecrets(), environment.width());
    return Formats.live(name, narrow).orElseThrow();
  }

  static LogReportFormat logFormat(ParseResult arguments, Environment environment) {
    String name = arguments.matchedOptionValue("--format", "text");
    return Formats.logs(name, viewer(arguments, environment)).orElseThrow();
  }

  /// What a recording takes: a form, and whether its secrets are shown.
  static void addTranscriptFormat(CommandSpec spec) {
    addFormat(spec, Formats.LIVE);
  }

  static TranscriptFormat transcriptFormat(ParseResult arguments, Environment environment) {
    String name = arguments.matchedOptionValue("--format", "text");
    return Formats.transcripts(name, viewer(arguments, environment)).orElseThrow();
  }

  static boolean isText(ParseResult arguments) {
    return arguments.matchedOptionValue("--format", "text").equals("text");
  }

  private static void addFormat(CommandSpec spec, List<String> names) {
    spec.addOption(formatOption(names));
    spec.addOption(secretsFlag());
  }

  private static OptionSpec formatOption(List<String> names) {
    return typed(
        String.class,
        text -> formatName(text, names),
        String.join("|", names),
        "How to print it; text is usual.",
        "--format");
  }

  /// The format asked for, the text for a person if none was.
  static Format format(ParseResult arguments, Environment environment) {
    String name = arguments.matchedOptionValue("--format", "text");
    return Formats.named(name, viewer(arguments, environment)).orElseThrow();
  }

  static ExplanationFormat explanationFormat(ParseResult arguments, Environment environment) {
    String name = arguments.matchedOptionValue("--format", "text");
    return Formats.explaining(name, viewer(arguments, environment)).orElseThrow();
  }

  static Viewer viewer(ParseResult arguments, Environment environment) {
    return new Viewer(
        environment.hasColour(), environment.folder(), arguments.hasMatchedOption(SHOW_SECRETS));
  }

  static OptionSpec secretsFlag() {
    return flag("Show cookies, tokens and passwords, which are hidden else.", SHOW_SECRETS);
  }

  static OptionSpec flag(String description, String... names) {
    return OptionSpec.builder(names)
        .type(boolean.class)
        .arity("0")
        .description(description)
        .build();
  }

  /// A whole number from 1 on.
  static OptionSpec positive(String label, String description, String... names) {
    return typed(int.class, Options::positiveNumber, label, description, names);
  }

  private static int positiveNumber(String text) {
    if (!text.matches("[1-9]\\d{0,8}")) {
      throw new TypeConversionException(
          "expected a whole number from 1 on but found '%s'".formatted(text));
    }
    return Integer.parseInt(text);
  }

  static OptionSpec text(String label, String description, String... names) {
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

  /// An address of http or https without a path, which proxy_pass would put in the place of the
  /// client's.
  private static Target backend(String text) {
    Target target = url(text);
    if (target.webSocket() || !target.requestTarget().equals("/")) {
      throw new TypeConversionException(
          "expected an address such as http://127.0.0.1:3000, without a path, but found '%s'"
              .formatted(text));
    }
    return target;
  }

  private static int port(String text) {
    if (!text.matches("[1-9][0-9]{0,4}") || Integer.parseInt(text) > 65535) {
      throw new TypeConversionException(
          "expected a port between 1 and 65535 but found '%s'".formatted(text));
    }
    return Integer.parseInt(text);
  }

  private static NginxVersion version(String text) {
    return NginxVersion.find(text)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "expected a release such as 1.22.1 but found '%s'".formatted(text)));
  }

  private static String formatName(String text, List<String> names) {
    if (!names.contains(text)) {
      throw new TypeConversionException(
          "expected %s but found '%s'".formatted(String.join(" or ", names), text));
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
