package dev.wsdoctor.rule;

import dev.wsdoctor.conf.ConfigurationError;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Certificates that the configuration names and that are not on this machine: whoever looks at a
/// file elsewhere has none of them, and what becomes of a request does not depend on them.
public final class MissingCertificates {
  private static final Pattern REFUSAL =
      Pattern.compile("cannot load certificate(?: key)? \"([^\"]*)\"");

  private MissingCertificates() {}

  /// One sentence for all of them.
  public static Optional<String> remark(Subject subject) {
    List<String> files =
        subject.errors().stream().flatMap(MissingCertificates::file).distinct().toList();
    return files.isEmpty()
        ? Optional.empty()
        : Optional.of("not here, which matters only where nginx runs: " + String.join(", ", files));
  }

  static boolean isOne(ConfigurationError error) {
    return error.dependsOnFiles() && file(error).findAny().isPresent();
  }

  private static Stream<String> file(ConfigurationError error) {
    Matcher matcher = REFUSAL.matcher(error.message());
    return matcher.find() ? Stream.of(matcher.group(1)) : Stream.empty();
  }
}
