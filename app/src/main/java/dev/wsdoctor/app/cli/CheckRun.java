package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.format.Tally;
import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.diagnosis.CheckRequest;
import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.diagnosis.Setting;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ParseResult;

/// A `check` of several files or URLs: all reports as one document, then what could not be checked.
///
/// What cannot be used does not keep the rest from being checked, and the exit code is then 2,
/// whatever else was found: a check that did not take place must not look like one that passed.
final class CheckRun {
  private final Engine engine;
  private final ParseResult arguments;
  private final Gate gate;
  private final Environment environment;

  CheckRun(Engine engine, ParseResult arguments, Gate gate, Environment environment) {
    this.engine = engine;
    this.arguments = arguments;
    this.gate = gate;
    this.environment = environment;
  }

  int run(Operands operands) {
    ConfigurationFiles found = ConfigurationFiles.of(operands.files());
    if (operands.urls().isEmpty() && arguments.hasMatchedOption("--backend")) {
      return environment.refuse("--backend goes with a URL: name one");
    }
    if (arguments.matchedOptionValue("-c", List.of()).size() > 1) {
      return environment.refuse(
          "several -c are the way of one URL: name one URL, or the files without -c");
    }
    if (operands.urls().isEmpty() && SymptomOptions.anyIn(arguments)) {
      return environment.refuse("what the client saw, and logs, go with a URL: name one");
    }
    Batch batch = new Batch(engine);
    Answer<Integer> asked = ask(operands, found, batch);
    return switch (asked) {
      case Answer.Unusable<Integer>(String message) -> environment.refuse(message);
      case Answer.Given<Integer> _ -> tell(batch, found);
    };
  }

  /// How many questions there were.
  private Answer<Integer> ask(Operands operands, ConfigurationFiles found, Batch batch) {
    RequestReader reader = new RequestReader(arguments, environment.in());
    if (operands.files().isEmpty() && !operands.urls().isEmpty()) {
      return reader.read(operands.urls()).map(requests -> live(requests, batch));
    }
    Answer<List<Setting>> settings = reader.settings(found.files());
    return operands.urls().isEmpty()
        ? settings.map(all -> inspect(all, batch))
        : settings.then(
            all -> reader.read(operands.urls()).map(requests -> offline(requests, all, batch)));
  }

  private static int live(List<CheckRequest> requests, Batch batch) {
    requests.forEach(batch::check);
    return requests.size();
  }

  private static int inspect(List<Setting> settings, Batch batch) {
    batch.inspect(settings);
    return settings.size();
  }

  private static int offline(List<CheckRequest> requests, List<Setting> settings, Batch batch) {
    requests.forEach(request -> batch.check(request, settings));
    return requests.size();
  }

  private int tell(Batch batch, ConfigurationFiles found) {
    List<Report> reports = batch.reports().stream().map(gate::judge).toList();
    environment.print(Options.format(arguments, environment).reports(reports));
    Stream.concat(found.remarks().stream(), batch.remarks().stream())
        .forEach(remark -> environment.say("note: " + remark));
    List<String> complaints =
        Stream.concat(found.complaints().stream(), batch.complaints().stream()).toList();
    complaints.forEach(complaint -> environment.say("wsdoctor: not checked: " + complaint));
    if (!arguments.matchedOptionValue("--format", "text").equals("text")) {
      environment.say(new Tally(reports).sentence());
    }
    int code = gate.close(reports, environment);
    return complaints.isEmpty() ? code : ExitCode.UNUSABLE;
  }
}
