package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.format.Folder;
import dev.wsdoctor.app.format.LogReportFormat;
import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.diagnosis.ConfigurationSource;
import dev.wsdoctor.diagnosis.LogReader;
import dev.wsdoctor.diagnosis.Setting;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.log.DebugRecording;
import dev.wsdoctor.symptom.LogPart;
import dev.wsdoctor.symptom.LogReport;
import dev.wsdoctor.symptom.LogWatch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/// `logs`: who ended the sockets in nginx's logs, and why.
final class LogsCommand implements Command {
  private static final String SUGGEST = "--suggest";
  private static final String FOLLOW = "--follow";
  private static final String CONNECTION = "--connection";
  private static final String SHARD = "--shard";
  private static final String MERGE = "merge";
  private static final int ENOUGH_TO_WRITE = 64 * 1024;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private final Engine engine;

  LogsCommand(Engine engine) {
    this.engine = engine;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("wsdoctor logs");
    spec.usageMessage()
        .customSynopsis(
            "wsdoctor logs [FILE|FOLDER]... [-c FILE] [OPTION]...",
            "       wsdoctor logs merge PART...")
        .sortOptions(false)
        .description(
            "Reads error and access logs, gz too, and says of the sockets in them who ended",
            "them, how long they lived, which handshakes were refused, and why.",
            "",
            "Access logs in combined and JSON are known by themselves, those in another",
            "log_format by the configuration, which also leads from a line to its location.",
            "Without files those are read that the configuration of this machine writes.",
            "",
            "--shard I/N prints the lines that matter of one of N parts, as they are;",
            "merge tells from all parts what the logs would.")
        .footer(
            "",
            "Examples:",
            "  wsdoctor logs",
            "  wsdoctor logs /var/log/nginx/access.log* /var/log/nginx/error.log",
            "  wsdoctor logs access.log error.log -c nginx.conf --format json",
            "  wsdoctor logs --follow -c /etc/nginx/nginx.conf",
            "  wsdoctor logs debug.log --connection 17",
            "  wsdoctor logs access.log --shard 1/2 > part1",
            "  wsdoctor logs merge part1 part2",
            "  wsdoctor logs --suggest",
            "",
            "Exit code: 0 nothing is wrong, 1 a cause was found, 2 no log could be used.");
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0..*")
            .arity("0..*")
            .type(List.class)
            .auxiliaryTypes(Path.class)
            .converters(Path::of)
            .paramLabel("FILE|FOLDER")
            .hideParamSyntax(true)
            .description("Logs in any order; of a folder every log in it.")
            .build());
    Options.addSetting(spec);
    spec.addOption(Options.flag("Go on while nginx writes; Ctrl-C prints the sums.", "-f", FOLLOW));
    spec.addOption(
        Options.positive(
            "N", "Show what a log at level debug recorded of connection N.", CONNECTION));
    spec.addOption(
        Options.typed(
            LogPart.class,
            LogsCommand::part,
            "I/N",
            "Print what matters of part I of N, for merge.",
            SHARD));
    spec.addOption(
        Options.flag("Print the configuration with which the logs would tell more.", SUGGEST));
    Options.addLogFormat(spec);
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Environment environment) {
    List<Path> operands = arguments.matchedPositionalValue(0, List.of());
    boolean merges = operands.size() > 1 && operands.getFirst().toString().equals(MERGE);
    List<Path> named = merges ? operands.subList(1, operands.size()) : operands;
    Optional<String> complaint =
        named.stream().flatMap(path -> SymptomReader.unreadable(path).stream()).findFirst();
    if (complaint.isPresent()) {
      return environment.refuse(complaint.get());
    }
    boolean ofThisMachine = named.isEmpty() || arguments.hasMatchedOption("-c");
    Answer<LogReader> reader =
        new RequestReader(arguments, environment.in())
            .setting()
            .map(setting -> ofThisMachine ? setting : elsewhere(setting))
            .then(engine.logs());
    return switch (reader) {
      case Answer.Unusable<LogReader>(String message) -> environment.refuse(message);
      case Answer.Given<LogReader>(LogReader found) when arguments.hasMatchedOption(SUGGEST) ->
          suggest(found, environment);
      case Answer.Given<LogReader>(LogReader found) when merges ->
          merge(found, named, arguments, environment);
      case Answer.Given<LogReader>(LogReader found) -> read(found, named, arguments, environment);
    };
  }

  /// Logs that are named may come from any machine: the configuration of this one says nothing.
  private static Setting elsewhere(Setting setting) {
    return new Setting(
        new ConfigurationSource.Elsewhere(), setting.nginxBinary(), setting.nginxVersion());
  }

  private static int suggest(LogReader reader, Environment environment) {
    Folder here = new Folder(environment.folder());
    reader.suggestion().forEach(line -> environment.print(here.strip(line)));
    return ExitCode.HEALTHY;
  }

  /// Where bytes come once: a container's access.log leads to its standard output.
  private static boolean isFlowing(Path file) {
    return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
  }

  private static int read(
      LogReader reader, List<Path> named, ParseResult arguments, Environment environment) {
    List<Path> all = reader.files(named);
    Optional<Path> flowing = all.stream().filter(LogsCommand::isFlowing).findFirst();
    List<Path> files =
        all.stream().filter(Files::isReadable).filter(file -> !isFlowing(file)).toList();
    if (flowing.isPresent() && (files.isEmpty() || !named.isEmpty())) {
      return environment.refuse(
          "%s is a pipe, device or socket, and logs are read more than once; write what comes from it to a file (of a container: docker logs NAME > access.log 2> error.log) and name that"
              .formatted(flowing.get()));
    }
    if (files.isEmpty()) {
      return environment.refuse(
          named.isEmpty()
              ? "no log was found that this user may read; name one: wsdoctor logs FILE..."
              : "no log that this user may read is in %s; name a file"
                  .formatted(String.join(", ", named.stream().map(Path::toString).toList())));
    }
    if (arguments.hasMatchedOption(SHARD)) {
      return extract(
          reader, files, arguments.matchedOptionValue(SHARD, LogPart.WHOLE), environment);
    }
    LogReportFormat format = Options.logFormat(arguments, environment);
    if (arguments.hasMatchedOption(CONNECTION)) {
      int connection = arguments.<Integer>matchedOptionValue(CONNECTION, 0);
      return reader
          .recording(files, connection)
          .map(recording -> print(recording, format, environment))
          .orElseGet(() -> environment.refuse(notRecorded(connection)));
    }
    LogReport report =
        arguments.hasMatchedOption(FOLLOW)
            ? follow(reader, files, format, environment)
            : print(reader.read(files), format, environment);
    return exitCode(report, files);
  }

  /// Nothing is wrong with a log in which nothing stands yet.
  private static int exitCode(LogReport report, List<Path> files) {
    if (report.sources().stream().allMatch(source -> source.kind().equals("not read"))) {
      boolean empty = files.stream().allMatch(file -> file.toFile().length() == 0);
      return empty ? ExitCode.HEALTHY : ExitCode.UNUSABLE;
    }
    boolean isBroken = report.causes().stream().anyMatch(Finding::isError);
    return isBroken ? ExitCode.BROKEN : ExitCode.HEALTHY;
  }

  private static int print(
      DebugRecording recording, LogReportFormat format, Environment environment) {
    environment.print(format.recording(recording));
    return ExitCode.HEALTHY;
  }

  private static String notRecorded(int connection) {
    return "no log at level debug holds connection %d; wsdoctor logs FILE lists those that it holds, and error_log FILE debug; in the socket's location records more"
        .formatted(connection);
  }

  /// Prints causes as they become known, until it is interrupted.
  private static LogReport follow(
      LogReader reader, List<Path> files, LogReportFormat format, Environment environment) {
    environment.say(
        "following %s; Ctrl-C ends it and prints the sums"
            .formatted(String.join(", ", files.stream().map(Path::toString).toList())));
    try (Interrupt interrupt = Interrupt.watch();
        LogWatch watch = reader.watch(files)) {
      do {
        List<Finding> found = watch.look();
        if (!found.isEmpty()) {
          environment.print(format.found(found));
        }
      } while (!interrupt.within(BETWEEN_LOOKS));
      watch.look();
      return print(watch.report(), format, environment);
    }
  }

  private static LogReport print(
      LogReport report, LogReportFormat format, Environment environment) {
    environment.print(format.logs(report));
    return report;
  }

  private static LogPart part(String text) {
    if (!text.matches("[1-9]\\d{0,5}/[1-9]\\d{0,5}")) {
      throw notAPart(text);
    }
    String[] numbers = text.split("/", 2);
    LogPart part = new LogPart(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
    if (part.number() > part.of()) {
      throw notAPart(text);
    }
    return part;
  }

  private static TypeConversionException notAPart(String text) {
    return new TypeConversionException(
        "expected a part such as 1/4, counted from 1, but found '%s'".formatted(text));
  }

  private static int extract(
      LogReader reader, List<Path> files, LogPart part, Environment environment) {
    StringBuilder lines = new StringBuilder();
    reader.extract(
        files,
        part,
        line -> {
          lines.append(line).append('\n');
          if (lines.length() > ENOUGH_TO_WRITE) {
            print(lines, environment);
          }
        });
    print(lines, environment);
    return ExitCode.HEALTHY;
  }

  private static void print(StringBuilder lines, Environment environment) {
    environment.print(lines.toString().getBytes(StandardCharsets.ISO_8859_1));
    lines.setLength(0);
  }

  private static int merge(
      LogReader reader, List<Path> parts, ParseResult arguments, Environment environment) {
    return switch (reader.merged(parts)) {
      case Answer.Unusable<LogReport>(String message) -> environment.refuse(message);
      case Answer.Given<LogReport>(LogReport report) ->
          exitCode(print(report, Options.logFormat(arguments, environment), environment), parts);
    };
  }
}
