package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.log.DebugRecording;
import dev.wsdoctor.nginx.FileView;
import dev.wsdoctor.nginx.Nginx;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.rule.Handshake;
import dev.wsdoctor.rule.timeout.IdleLimit;
import dev.wsdoctor.symptom.LogExamination;
import dev.wsdoctor.symptom.LogExtract;
import dev.wsdoctor.symptom.LogFiles;
import dev.wsdoctor.symptom.LogMerge;
import dev.wsdoctor.symptom.LogPart;
import dev.wsdoctor.symptom.LogReport;
import dev.wsdoctor.symptom.LogSite;
import dev.wsdoctor.symptom.LogSuggestion;
import dev.wsdoctor.symptom.LogWatch;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Reads the logs of an nginx, whose configuration may be known.
public final class LogReader {
  private final Optional<LogSite> site;

  private LogReader(Optional<LogSite> site) {
    this.site = site;
  }

  static Answer<LogReader> of(Circumstances found, FileView files) {
    if (found.loaded().isEmpty()) {
      return new Answer.Given<>(new LogReader(Optional.empty()));
    }
    Loaded loaded = found.loaded().get();
    return new Surveyor(found, files)
        .survey()
        .map(
            survey ->
                new LogReader(
                    Optional.of(
                        new LogSite(
                            loaded.configuration(),
                            Nginx.of(loaded.configuration(), found.version()),
                            limits(survey),
                            losing(survey)))));
  }

  private static Set<Directive> losing(Survey survey) {
    return survey.entries().stream()
        .filter(entry -> entry.proxied().filter(LogReader::loses).isPresent())
        .map(entry -> entry.location().directive())
        .collect(Collectors.toSet());
  }

  private static boolean loses(Outcome.Proxied proxied) {
    return !Handshake.of(proxied).isComplete();
  }

  private static List<IdleLimit> limits(Survey survey) {
    return survey.entries().stream()
        .flatMap(entry -> entry.proxied().stream())
        .filter(Outcome.Proxied::upgradable)
        .map(IdleLimit::of)
        .sorted(Comparator.comparing(IdleLimit::value))
        .toList();
  }

  /// The files to read: those that are named, or else those that the configuration writes.
  public List<Path> files(List<Path> named) {
    return named.isEmpty() ? LogFiles.of(site) : LogFiles.of(named);
  }

  /// What the files tell.
  public LogReport read(List<Path> files) {
    return LogExamination.of(files, site);
  }

  /// What the files tell of one connection, if one of them is an error log at level debug.
  public Optional<DebugRecording> recording(List<Path> files, long connection) {
    return LogExamination.recording(files, site, connection);
  }

  /// Hands what matters of a part of the files to `out`, line by line, one char per byte.
  public void extract(List<Path> files, LogPart part, Consumer<String> out) {
    LogExtract.write(files, site, part, out);
  }

  /// What the logs tell of which these are the extracts of all parts.
  public Answer<LogReport> merged(List<Path> extracts) {
    return switch (LogMerge.of(extracts)) {
      case LogMerge.Ready ready -> new Answer.Given<>(ready.report(site));
      case LogMerge.Unusable(String message) -> new Answer.Unusable<>(message);
    };
  }

  /// Begins to read the files while nginx writes them.
  public LogWatch watch(List<Path> files) {
    return new LogWatch(files, site);
  }

  /// Lines of configuration with which the logs would tell more.
  public List<String> suggestion() {
    return LogSuggestion.lines(site);
  }
}
