package dev.wsdoctor.conformance.sandbox;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conformance.RealNginx;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.Decision;
import dev.wsdoctor.nginx.FileView;
import dev.wsdoctor.nginx.Nginx;
import dev.wsdoctor.sandbox.Agreement;
import dev.wsdoctor.sandbox.Confirmation;
import dev.wsdoctor.sandbox.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the evaluator says before the sandbox runs.
final class Prediction {
  private static final NginxVersion VERSION = RealNginx.version();

  private Prediction() {}

  static Agreement compare(
      Configuration configuration, Target target, Fields fields, Confirmation confirmation) {
    Decision decision =
        Nginx.of(configuration, VERSION)
            .decide(
                Sandbox.connection(target), Sandbox.request(target, fields), Prediction::onDisk);
    return Agreement.of(decision, confirmation);
  }

  private static FileView.Kind onDisk(String path) {
    if (Files.isDirectory(Path.of(path))) {
      return FileView.Kind.DIRECTORY;
    }
    return Files.exists(Path.of(path)) ? FileView.Kind.FILE : FileView.Kind.ABSENT;
  }
}
