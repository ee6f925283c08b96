package dev.wsdoctor.probe.idle;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.http.Target;
import java.util.List;

/// The idle limits of the hops of a URL, and who is likely to have set them.
public record IdleReport(
    Target target, List<IdleHop> hops, List<String> remarks, List<Finding> causes) {
  public IdleReport {
    hops = List.copyOf(hops);
    remarks = List.copyOf(remarks);
    causes = List.copyOf(causes);
  }
}
