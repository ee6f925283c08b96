package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.Files;
import dev.wsdoctor.directive.NginxVersion;
import java.util.List;

/// Says what `nginx -t` of a version would say: syntax and meaning, without name resolution and
/// without opening what nginx would write to.
///
/// nginx stops at the first error; here the rest follows, as far as it makes sense without it.
public final class ConfigurationCheck {
  private ConfigurationCheck() {}

  /// Files are asked for certificates; pass those that the configuration was loaded from.
  public static Checked checked(Configuration configuration, NginxVersion version, Files files) {
    Certificates certificates = new Certificates(configuration.prefixes(), files);
    return checked(configuration, version, certificates, true);
  }

  /// What an nginx would refuse that has no modules but its own: the directives of others are
  /// unknown to it.
  public static List<ConfigurationError> checkWithoutThirdParty(
      Configuration configuration, NginxVersion version, Files files) {
    Certificates certificates = new Certificates(configuration.prefixes(), files);
    return checked(configuration, version, certificates, false).errors();
  }

  /// As [#checked(Configuration, NginxVersion, Files)] where only the text is at hand, as with a
  /// dump: certificates are not looked at.
  public static Checked checked(Configuration configuration, NginxVersion version) {
    Certificates certificates = Certificates.unseen(configuration.prefixes());
    return checked(configuration, version, certificates, true);
  }

  private static Checked checked(
      Configuration configuration,
      NginxVersion version,
      Certificates certificates,
      boolean thirdParty) {
    Report report = new Report(configuration);
    new Walk(version, report, certificates, thirdParty).run(configuration.directives());
    return report.checked();
  }

  /// Only the errors of [#checked].
  public static List<ConfigurationError> check(
      Configuration configuration, NginxVersion version, Files files) {
    return checked(configuration, version, files).errors();
  }
}
