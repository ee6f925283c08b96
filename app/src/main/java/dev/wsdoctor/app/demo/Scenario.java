package dev.wsdoctor.app.demo;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.gateway.support.Support;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A configuration that can be staged, broken in one way. Its first comment lines say what to open
/// and what to expect:
///
///     # url: ws://127.0.0.1:{port}/ws       what the client opens
///     # first: host-header-rewritten        the cause that is to be named first
///     # verdict: at-risk                    when it is not `broken`
///     # header: Origin: http://a.example    what the client sends besides
///     # backend: --same-origin              how the application behaves, see [Manners]
///     # silence: 3                          it opens, and dies of that many seconds of silence
///     # nginx: refuses                      it does not load
///     # until: 1.29.6                      the last release of nginx that fails so
///     # peer: own                           it needs the application or service of this package
///     # cure: mend the application          what to do where no edit helps, and what that is here:
///     # then-backend: OPTION, then-url: URL, then-header: NAME: VALUE, then-conf: OLD => NEW
///
/// `{port}`, `{port2}`, `{backend}`, `{free}` and `{talker}` stand for ports: where nginx listens,
/// a second one, the application's, one that nobody serves, and that of a service which speaks no
/// HTTP.
public record Scenario(String name, String text) {
  /// The cause that is to be named first.
  public String cause() {
    return value("first").orElse(name);
  }

  /// Whether nginx refuses to load it.
  boolean isRefused() {
    return value("nginx").isPresent();
  }

  /// The last release of nginx that fails in this way; later ones do not fail at all.
  public Optional<NginxVersion> lastRelease() {
    return value("until").flatMap(NginxVersion::find);
  }

  /// What wsdoctor's gateway has to say against running it; nothing if it plays it.
  public Optional<String> refusalOfGateway() {
    byte[] text = configuration().replaceAll("\\{[a-z0-9]+}", "1").getBytes(StandardCharsets.UTF_8);
    return Support.of(Configuration.ofDump("nginx.conf", text), NginxVersion.NEWEST_STABLE)
        .errors()
        .stream()
        .findFirst()
        .map(ConfigurationError::toString);
  }

  /// What a person does where no edit of the configuration helps.
  Optional<String> cure() {
    return value("cure");
  }

  Optional<String> value(String key) {
    return values(key).stream().findFirst();
  }

  /// What stands behind `# key: `, in order.
  List<String> values(String key) {
    return Pattern.compile("(?m)^# " + key + ": (.*)$")
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1).strip())
        .toList();
  }

  /// The directives alone.
  String configuration() {
    return text.replaceAll("(?m)^# [a-z-]+:.*\n", "");
  }

  @Override
  public String toString() {
    return name;
  }
}
