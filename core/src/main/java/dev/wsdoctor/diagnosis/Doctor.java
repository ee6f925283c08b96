package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Files;
import dev.wsdoctor.disk.DiskFiles;
import dev.wsdoctor.nginx.FileView;
import dev.wsdoctor.sandbox.ProgramSearch;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Answers what a person asks about a URL: why its socket fails, what nginx does with it, and how
/// to mend it.
public final class Doctor {
  private final Files files;
  private final FileView view;
  private final ProgramSearch programs;

  /// A doctor who looks at this machine.
  public Doctor() {
    this(ProgramSearch.of(System.getenv()));
  }

  /// One who finds what confirms there.
  public Doctor(ProgramSearch programs) {
    this(new DiskFiles(), new DiskFileView(), programs);
  }

  /// One who sees those files only, and runs nothing.
  Doctor(Files files, FileView view) {
    this(files, view, new ProgramSearch(false, List.of(), Optional.empty()));
  }

  private Doctor(Files files, FileView view, ProgramSearch programs) {
    this.files = files;
    this.view = view;
    this.programs = programs;
  }

  public Answer<Report> check(CheckRequest request) {
    CheckRequest asked = leadingHere(request);
    return find(asked, confirms(asked)).map(found -> new Examination(asked, found, view).report());
  }

  /// The way through several nginx, the one that the client meets first: each of `behind` is asked
  /// with the request that the one before sends. A report for each that is reached.
  public Answer<List<Report>> checkWay(CheckRequest request, List<ConfigurationSource> behind) {
    return new Way(this).check(request, behind);
  }

  Answer<Way.Examined> examine(CheckRequest request) {
    return find(request, confirms(request))
        .map(found -> new Examination(request, found, view).examined());
  }

  /// A check that also measures what opens.
  public Answer<Report> check(CheckRequest request, DeepPlan plan) {
    CheckRequest asked = leadingHere(request);
    return find(asked, confirms(asked))
        .map(found -> new Examination(asked, found, view, plan).report());
  }

  /// One URL asked of several configurations, an answer by each of them.
  public List<Answer<Report>> checkIn(CheckRequest request, List<Setting> settings) {
    return Asked.onceEach(find(settings, request.sandbox())).stream()
        .map(
            asked ->
                asked
                    .found()
                    .map(
                        found ->
                            new Examination(request.offlineIn(asked.setting()), found, view)
                                .report()))
        .toList();
  }

  private static CheckRequest leadingHere(CheckRequest request) {
    return leadsElsewhere(request) ? request.about(new ConfigurationSource.Elsewhere()) : request;
  }

  /// The file of this machine's nginx says nothing of a URL that leads to another one.
  private static boolean leadsElsewhere(CheckRequest request) {
    return !request.offline()
        && request.configuration() instanceof ConfigurationSource.Installed
        && !ThisMachine.has(request.target().host());
  }

  public Answer<Explanation> explain(CheckRequest request) {
    return find(request, false).then(found -> new Examination(request, found, view).explanation());
  }

  /// The configuration with that root file; a file of conf.d or sites-available as if http included
  /// it.
  public Answer<Configuration> configuration(Path file) {
    return new ConfigurationReader(files)
        .read(new ConfigurationSource.File(file))
        .map(Loaded::configuration);
  }

  /// What every location that could take a socket makes of a handshake.
  public Answer<Survey> survey(Setting setting) {
    return find(setting, false).then(found -> new Surveyor(found, view).survey());
  }

  /// A check of every location that is made for sockets, by the configurations alone, an answer by
  /// each of them.
  public List<Answer<Inspection>> inspect(List<Setting> settings) {
    LastJudged judged = new LastJudged();
    return Asked.withoutPartsOfOthers(find(settings, false)).stream()
        .map(
            asked ->
                asked
                    .found()
                    .then(found -> new Inspector(asked.setting(), found, view, judged).inspect()))
        .toList();
  }

  /// What goes through the nginx of this machine, to be read as often as wanted.
  public Answer<TrafficReader> traffic(Setting setting) {
    return find(setting, false).map(found -> LocalTraffic.of(found, view));
  }

  /// The logs of an nginx, by its configuration where that is known.
  public Answer<LogReader> logs(Setting setting) {
    return find(setting, false).then(found -> LogReader.of(found, view));
  }

  /// The mend of what the configuration alone shows to be wrong; proved by predicting it anew and,
  /// where nginx is there, by a private copy of it.
  public Answer<Mend> mend(CheckRequest request) {
    return find(request, true).then(found -> new Examination(request, found, view).mend());
  }

  static boolean confirms(CheckRequest request) {
    return !request.offline() || request.sandbox();
  }

  private Answer<Circumstances> find(CheckRequest request, boolean mayRun) {
    return find(request.setting(), mayRun);
  }

  private Answer<Circumstances> find(Setting setting, boolean mayRun) {
    return find(setting, new ConfigurationReader(files), mayRun);
  }

  private List<Asked> find(List<Setting> settings, boolean mayRun) {
    ConfigurationReader reader = new ConfigurationReader(files);
    return settings.stream()
        .map(setting -> new Asked(setting, find(setting, reader, mayRun)))
        .toList();
  }

  private Answer<Circumstances> find(Setting setting, ConfigurationReader reader, boolean mayRun) {
    return Circumstances.find(
        setting, reader, files, mayRun ? Optional.of(programs) : Optional.empty());
  }
}
