package dev.wsdoctor.rule;

import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.conf.PathNames;
import dev.wsdoctor.conf.StockFiles;
import dev.wsdoctor.finding.Fix;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An include of a file that is not there. Below the directory of nginx.conf that is certain, since
/// the rest of the configuration was read from there; a file of elsewhere may be where nginx runs.
final class MissingInclude {
  private static final Pattern OPEN = Pattern.compile("open\\(\\) \"([^\"]+)\" failed \\(2:");

  /// What such a file is called when it holds the settings of the handshake, which another rule
  /// puts in place.
  private static final Pattern HANDSHAKE =
      Pattern.compile("(?i).*(websocket|\\bws|upgrade|prox).*");

  private MissingInclude() {}

  static boolean isCertain(Subject subject, ConfigurationError error) {
    String directory = subject.configuration().prefixes().conf();
    return directory.startsWith("/")
        && file(error)
            .filter(file -> file.startsWith(directory) && !StockFiles.isOne(file))
            .isPresent();
  }

  private static Optional<String> file(ConfigurationError error) {
    Matcher open = OPEN.matcher(error.message());
    return open.lookingAt() ? Optional.of(open.group(1)) : Optional.empty();
  }

  /// The line that asks for it, taken out; only what a name says to be settings of a proxy is not
  /// missed.
  static Optional<Fix> mend(Subject subject, ConfigurationError error) {
    return error
        .place()
        .flatMap(
            place ->
                WrittenDirectives.of(subject.configuration(), place.file())
                    .filter(line -> line.is("include") && line.range().start() == place.start())
                    .findFirst())
        .map(MissingInclude::mend);
  }

  private static Fix mend(Directive include) {
    String name = include.parameter();
    String base = PathNames.base(name);
    String advice = "put %s there, or take the line out".formatted(name);
    return HANDSHAKE.matcher(base).matches()
        ? Fix.review(advice, List.of(Layout.remove(include)))
        : Fix.manual(advice);
  }
}
