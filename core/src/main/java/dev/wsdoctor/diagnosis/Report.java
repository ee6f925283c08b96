package dev.wsdoctor.diagnosis;

import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.Decision;
import dev.wsdoctor.probe.Observation;
import java.util.List;
import java.util.Optional;

/// Everything a check found out, ranked: the first cause is the one to act on. `headline` is the
/// verdict in one sentence, naming the hop and the line; `remarks` are facts about the check itself
/// (which version was assumed, what could not be tried).
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
    List<String> remarks) {
  public Report {
    causes = List.copyOf(causes);
    hops = List.copyOf(hops);
    checklist = List.copyOf(checklist);
    remarks = List.copyOf(remarks);
  }
}
