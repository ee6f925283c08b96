package dev.wsdoctor.app.cli;

import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.diagnosis.CheckRequest;
import dev.wsdoctor.diagnosis.ConfigurationSource;
import dev.wsdoctor.diagnosis.DeepPlan;
import dev.wsdoctor.diagnosis.Doctor;
import dev.wsdoctor.diagnosis.Explanation;
import dev.wsdoctor.diagnosis.Inspection;
import dev.wsdoctor.diagnosis.LogReader;
import dev.wsdoctor.diagnosis.Mend;
import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.diagnosis.Setting;
import dev.wsdoctor.diagnosis.Survey;
import dev.wsdoctor.diagnosis.TrafficReader;
import dev.wsdoctor.sandbox.ProgramSearch;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/// What the commands ask: the only door between the command line and the thinking. `programs` says
/// where that which runs configurations is looked for.
public record Engine(
    Function<CheckRequest, Answer<Report>> check,
    BiFunction<CheckRequest, List<Setting>, List<Answer<Report>>> checkIn,
    BiFunction<CheckRequest, List<ConfigurationSource>, Answer<List<Report>>> way,
    Function<CheckRequest, Answer<Explanation>> explain,
    Function<Setting, Answer<Survey>> survey,
    Function<CheckRequest, Answer<Mend>> fix,
    Function<Setting, Answer<TrafficReader>> traffic,
    Function<List<Setting>, List<Answer<Inspection>>> inspect,
    Function<Setting, Answer<LogReader>> logs,
    BiFunction<CheckRequest, DeepPlan, Answer<Report>> deep,
    ProgramSearch programs) {
  /// The one that the program runs with.
  public static Engine real() {
    return with(ProgramSearch.of(System.getenv()));
  }

  /// The one for a machine where programs are found so.
  public static Engine with(ProgramSearch programs) {
    Doctor doctor = new Doctor(programs);
    return new Engine(
        doctor::check,
        doctor::checkIn,
        doctor::checkWay,
        doctor::explain,
        doctor::survey,
        doctor::mend,
        doctor::traffic,
        doctor::inspect,
        doctor::logs,
        doctor::check,
        programs);
  }

  /// The same, whose checks measure what opens.
  Engine measuring(DeepPlan plan) {
    return new Engine(
        request -> deep.apply(request, plan),
        checkIn,
        way,
        explain,
        survey,
        fix,
        traffic,
        inspect,
        logs,
        deep,
        programs);
  }
}
