package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.format.LogReportFormat;
import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.diagnosis.ConfigurationSource;
import dev.wsdoctor.diagnosis.LogReader;
import dev.wsdoctor.diagnosis.Setting;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.symptom.LogReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// `logs`: who ended the sockets in nginx's logs, and why.
final class LogsCommand implements Command {
  private static final String SUGGEST = "--suggest";

  private final Engine engine;

  LogsCommand(Engine engine) {
    this.engine = engine;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("wsdoctor logs");
    spec.usageMessage()
        .customSynopsis("wsdoctor logs [FILE|FOLDER]... [-c FILE] [OPTION]...")
        .sortOptions(false)
        .description(
            "Reads error and access logs, gz too, and says of the sockets in them who ended",
            "them, how long they lived, which handshakes were refused, and why.",
            "",
            "Access logs in combined and JSON are known by themselves, those in another",
            "log_format by the configuration, which also leads from a line to its location.",
            "Without files those are read that the configuration of this machine writes.")
        .footer(
            "",
            "Examples:",
            "  wsdoctor logs",
            "  wsdoctor logs /var/log/nginx/access.log* /var/log/nginx/error.log",
            "  wsdoctor logs access.log error.log -c nginx.conf --format json",
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
    spec.addOption(
        Options.flag("Print the configuration with which the logs would tell more.", SUGGEST));
    Options.addLogFormat(spec);
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Environment environment) {
    List<Path> named = arguments.matchedPositionalValue(0, List.of());
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
      case Answer.Given<LogReader>(LogReader found) -> read(found, named, arguments, environment);
    };
  }

  /// Logs that are named may come from any machine: the configuration of this one says nothing.
  private static Setting elsewhere(Setting setting) {
    return new Setting(
        new ConfigurationSource.Elsewhere(), setting.nginxBinary(), setting.nginxVersion());
  }

  private static int suggest(LogReader reader, Environment environment) {
    reader.suggestion().forEach(environment::print);
    return ExitCode.HEALTHY;
  }

  private static int read(
      LogReader reader, List<Path> named, ParseResult arguments, Environment environment) {
    List<Path> files = reader.files(named).stream().filter(Files::isReadable).toList();
    if (files.isEmpty()) {
      return environment.refuse(
          "no log was found that this user may read; name one: wsdoctor logs FILE...");
    }
    LogReportFormat format = Options.logFormat(arguments, environment);
    LogReport report = reader.read(files);
    environment.print(format.logs(report));
    if (report.sources().stream().allMatch(source -> source.kind().equals("not read"))) {
      return ExitCode.UNUSABLE;
    }
    boolean isBroken = report.causes().stream().anyMatch(Finding::isError);
    return isBroken ? ExitCode.BROKEN : ExitCode.HEALTHY;
  }
}
