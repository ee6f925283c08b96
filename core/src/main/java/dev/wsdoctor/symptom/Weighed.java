package dev.wsdoctor.symptom;

import dev.wsdoctor.finding.Finding;
import java.util.List;

/// Causes as the symptoms rank them, and what has to be said besides. `fails`: the socket is known
/// to fail, whatever was found.
public record Weighed(List<Finding> causes, List<String> remarks, boolean fails) {
  public Weighed {
    causes = List.copyOf(causes);
    remarks = List.copyOf(remarks);
  }
}
