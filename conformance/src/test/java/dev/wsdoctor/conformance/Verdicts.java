package dev.wsdoctor.conformance;

import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.diagnosis.CheckRequest;
import dev.wsdoctor.diagnosis.ConfigurationSource;
import dev.wsdoctor.diagnosis.Doctor;
import dev.wsdoctor.diagnosis.Mend;
import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the product says of a file without touching anything else.
public final class Verdicts {
  /// Reads like the nginx of the tests and is not its version, so that the product does not start a
  /// private copy of it for each question: the tests run the real one themselves.
  private static final NginxVersion VERSION =
      RealParts.isInstalledNginx() ? new NginxVersion(1, 22, 0) : besides(RealNginx.version());

  private Verdicts() {}

  private static NginxVersion besides(NginxVersion version) {
    int patch = version.patch() == 0 ? 1 : version.patch() - 1;
    return new NginxVersion(version.major(), version.minor(), patch);
  }

  public static Report check(URI url, List<Map.Entry<String, String>> headers, Path configuration) {
    return given(new Doctor().check(request(url, headers, configuration)));
  }

  public static Mend mend(URI url, List<Map.Entry<String, String>> headers, Path configuration) {
    return given(new Doctor().mend(request(url, headers, configuration)));
  }

  private static <T> T given(Answer<T> answer) {
    return switch (answer) {
      case Answer.Given<T>(T value) -> value;
      case Answer.Unusable<T>(String message) -> throw new IllegalStateException(message);
    };
  }

  private static CheckRequest request(
      URI url, List<Map.Entry<String, String>> headers, Path configuration) {
    Target target =
        switch (Target.parse(url.toString())) {
          case Target.Parsed.Valid(Target valid) -> valid;
          case Target.Parsed.Invalid(String message) -> throw new IllegalArgumentException(message);
        };
    return new CheckRequest(
        target,
        new ConfigurationSource.File(configuration),
        Optional.empty(),
        new Fields(headers.stream().map(h -> new Field(h.getKey(), h.getValue())).toList()),
        Optional.empty(),
        Optional.of(VERSION),
        true,
        false);
  }
}
