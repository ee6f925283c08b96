package dev.wsdoctor.diagnosis;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.Files;
import dev.wsdoctor.directive.NginxVersion;
import java.util.List;

/// What `nginx -t` says of a configuration.
final class ConfigurationErrors {
  private ConfigurationErrors() {}

  static List<ConfigurationError> of(
      Configuration configuration, NginxVersion version, Files files) {
    return configuration.errors();
  }
}
