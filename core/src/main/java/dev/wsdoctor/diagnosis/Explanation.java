package dev.wsdoctor.diagnosis;

import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.Decision;
import java.util.List;
import java.util.Optional;

/// What nginx will do with a URL, and with which nginx and file in mind.
public record Explanation(
    Target target,
    Optional<String> configFile,
    NginxVersion nginxVersion,
    String nginxVersionSource,
    Decision decision,
    List<String> remarks) {
  public Explanation {
    remarks = List.copyOf(remarks);
  }
}
