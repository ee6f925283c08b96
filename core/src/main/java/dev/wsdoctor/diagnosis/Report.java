package dev.wsdoctor.diagnosis;

import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Suppressed;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.Decision;
import dev.wsdoctor.probe.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Everything a check found out, ranked: the first cause is the one to act on. `headline` is the
/// verdict in one sentence, naming the hop and the line; `remarks` are facts about the check itself
/// (which version was assumed, what could not be tried). `suppressed` are the findings that do not
/// count: allowed in the file, known before, or not asked for (decision 0012). `failureSeen`: the
/// person has seen the socket fail, so that it is not healthy, whatever was found. `measurements`
/// are those of `check --deep`.
public record Report(
    Target target,
    Optional<String> configFile,
    NginxVersion nginxVersion,
    String nginxVersionSource,
    Verdict verdict,
    String headline,
    List<Finding> causes,
    Optional<Decision> decision,
    List<Observation> hops,
    List<Check> checklist,
    List<String> remarks,
    List<Suppressed> suppressed,
    boolean failureSeen,
    List<Measurement> measurements) {
  public Report {
    causes = List.copyOf(causes);
    hops = List.copyOf(hops);
    checklist = List.copyOf(checklist);
    remarks = List.copyOf(remarks);
    suppressed = List.copyOf(suppressed);
    measurements = List.copyOf(measurements);
  }

  /// A report in which every finding counts.
  public Report(
      Target target,
      Optional<String> configFile,
      NginxVersion nginxVersion,
      String nginxVersionSource,
      Verdict verdict,
      String headline,
      List<Finding> causes,
      Optional<Decision> decision,
      List<Observation> hops,
      List<Check> checklist,
      List<String> remarks) {
    this(
        target,
        configFile,
        nginxVersion,
        nginxVersionSource,
        verdict,
        headline,
        causes,
        decision,
        hops,
        checklist,
        remarks,
        List.of(),
        false,
        List.of());
  }

  /// The same report under another headline, with these remarks.
  Report saying(String better, List<String> remarked) {
    return new Report(
        target,
        configFile,
        nginxVersion,
        nginxVersionSource,
        verdict,
        better,
        causes,
        decision,
        hops,
        checklist,
        remarked,
        suppressed,
        failureSeen,
        measurements);
  }

  /// The same report with those findings set apart for which there is something that does so.
  ///
  /// The verdict is about the socket: what surely breaks it breaks it, allowed or not. A warning
  /// that is set apart is a risk that somebody takes, and no longer told.
  public Report without(Function<Finding, Optional<Suppressed.By>> by) {
    List<Finding> left = new ArrayList<>();
    List<Suppressed> apart = new ArrayList<>(suppressed);
    for (Finding cause : causes) {
      by.apply(cause)
          .ifPresentOrElse(
              reason -> apart.add(new Suppressed(cause, reason)), () -> left.add(cause));
    }
    return left.size() == causes.size() ? this : with(left, apart);
  }

  private Report with(List<Finding> left, List<Suppressed> apart) {
    Judgement judgement = Judgement.of(this, left, apart);
    return new Report(
        target,
        configFile,
        nginxVersion,
        nginxVersionSource,
        judgement.verdict(),
        judgement.headline(),
        left,
        decision,
        hops,
        checklist,
        remarks,
        apart,
        failureSeen,
        measurements);
  }
}
