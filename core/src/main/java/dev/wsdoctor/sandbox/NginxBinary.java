package dev.wsdoctor.sandbox;

import dev.wsdoctor.directive.NginxVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An nginx program and what it says of itself (`nginx -V`).
///
/// @param gateway whether it is not nginx but wsdoctor's gateway, which takes the same options and
///   behaves as any release
public record NginxBinary(
    Path path, NginxVersion version, String configureArguments, boolean gateway) {
  /// nginx answers within milliseconds, the gateway's shell within tens of them; not so on a
  /// machine that is busy.
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

  private static final String GATEWAYS_MARK = "built by wsdoctor";

  /// The program at `given` (`--nginx`).
  public static Optional<NginxBinary> at(String given) {
    try {
      return ask(Path.of(given));
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  private static Optional<NginxBinary> ask(Path program) {
    try {
      Process process =
          new ProcessBuilder(program.toString(), "-V").redirectErrorStream(true).start();
      process.getOutputStream().close();
      if (!process.waitFor(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      byte[] answer = process.getInputStream().readAllBytes();
      return parse(program, new String(answer, StandardCharsets.ISO_8859_1));
    } catch (IOException _) {
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /// Understands the output of `nginx -V`.
  static Optional<NginxBinary> parse(Path program, String output) {
    Matcher version = Pattern.compile("nginx version: \\S+/(\\S+)").matcher(output);
    if (!version.find()) {
      return Optional.empty();
    }
    Matcher arguments = Pattern.compile("configure arguments:(.*)").matcher(output);
    String configured = arguments.find() ? arguments.group(1).strip() : "";
    return NginxVersion.find(version.group(1))
        .map(
            number -> new NginxBinary(program, number, configured, output.contains(GATEWAYS_MARK)));
  }

  /// As it is to behave: nginx is what it is, the gateway takes any release.
  public NginxBinary as(NginxVersion wanted) {
    return gateway ? new NginxBinary(path, wanted, configureArguments, true) : this;
  }

  /// What to call it in a sentence: `nginx 1.22.1`.
  public String title() {
    return gateway ? "wsdoctor's gateway in the place of nginx " + version : "nginx " + version;
  }

  /// The first words of a command that runs it.
  public List<String> command() {
    return gateway
        ? List.of(path.toString(), "--nginx-version", version.toString())
        : List.of(path.toString());
  }

  /// `--prefix`: what relative paths are relative to.
  public String prefix() {
    return argument("prefix").orElse("/usr/local/nginx");
  }

  /// `--conf-path`: the configuration that it reads without `-c`.
  public String configurationPath() {
    String path = argument("conf-path").orElse("conf/nginx.conf");
    return path.startsWith("/") ? path : prefix() + "/" + path;
  }

  /// The value of a configure argument.
  public Optional<String> argument(String name) {
    Matcher matcher =
        Pattern.compile("(?:^|\\s)--" + Pattern.quote(name) + "=('[^']*'|\\S+)")
            .matcher(configureArguments);
    return matcher.find()
        ? Optional.of(matcher.group(1).replaceAll("^'|'$", ""))
        : Optional.empty();
  }

  /// Whether the module was left out with `--without-name`.
  boolean isWithout(String module) {
    return configureArguments.contains("--without-" + module);
  }

  /// `-e`: since 1.19.5 nginx opens no other error log before it reads the configuration.
  boolean takesErrorLogOption() {
    return version.isAtLeast(1, 19, 5);
  }
}
