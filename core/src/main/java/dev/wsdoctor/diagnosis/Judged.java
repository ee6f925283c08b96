package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.Files;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.directive.check.ConfigurationCheck;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.FileView;
import dev.wsdoctor.nginx.Nginx;
import dev.wsdoctor.rule.Hop;
import dev.wsdoctor.rule.Rules;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;

/// A configuration with all that does not depend on a URL: what `nginx -t` says of it, and nginx as
/// it would run. Making one reads the whole configuration; asking it looks at little of that.
record Judged(
    Configuration configuration,
    NginxVersion version,
    List<ConfigurationError> errors,
    Nginx nginx) {
  /// `files` are asked for certificates.
  static Judged of(Configuration configuration, NginxVersion version, Files files) {
    return new Judged(
        configuration,
        version,
        ConfigurationCheck.check(configuration, version, files),
        Nginx.of(configuration, version));
  }

  /// What becomes of this URL; `extra` are fields that the client sends besides.
  Prediction predict(Target target, Fields extra, FileView files) {
    return predict(target, Route.of(nginx, target, extra, files), files);
  }

  /// What becomes of it where the port that the client dials is passed on to one of this nginx.
  Optional<Prediction> predictPassedOn(Target target, Fields extra, FileView files) {
    List<Hop> hops = Route.passedOn(nginx, target, extra, files);
    return hops.isEmpty() ? Optional.empty() : Optional.of(predict(target, hops, files));
  }

  private Prediction predict(Target target, List<Hop> hops, FileView files) {
    Subject subject = new Subject(configuration, version, nginx, target, hops, errors, files);
    return new Prediction(subject, Rules.examine(subject));
  }
}
