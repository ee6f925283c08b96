package dev.wsdoctor.sandbox;

import dev.wsdoctor.directive.NginxVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);

  /// Where the launcher says that the gateway is.
  private static final String GATEWAY = "WSDOCTOR_GATEWAY";

  private static final String GATEWAYS_MARK = "built by wsdoctor";
  private static final List<String> USUAL =
      List.of(
          "/usr/sbin/nginx",
          "/usr/local/nginx/sbin/nginx",
          "/usr/local/openresty/nginx/sbin/nginx",
          "/opt/homebrew/bin/nginx");

  /// The program at `given` (`--nginx`).
  public static Optional<NginxBinary> at(String given) {
    try {
      return ask(Path.of(given));
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  /// The executable of the running master process, else the one in PATH, else one where it usually
  /// is.
  public static Optional<NginxBinary> find() {
    List<Path> candidates = new ArrayList<>(running());
    String path = System.getenv().getOrDefault("PATH", "");
    for (String folder : path.split(":", -1)) {
      if (!folder.isEmpty()) {
        candidates.add(Path.of(folder, "nginx"));
      }
    }
    USUAL.forEach(usual -> candidates.add(Path.of(usual)));
    return candidates.stream()
        .filter(Files::isExecutable)
        .flatMap(candidate -> ask(candidate).stream())
        .findFirst();
  }

  /// wsdoctor's own gateway, for a machine without nginx.
  public static Optional<NginxBinary> ownGateway() {
    return Optional.ofNullable(System.getenv(GATEWAY)).flatMap(NginxBinary::at);
  }

  private static List<Path> running() {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        executableOfMaster(process).ifPresent(found::add);
      }
    } catch (IOException _) {
      // Not Linux.
    }
    return found;
  }

  private static Optional<Path> executableOfMaster(Path process) {
    try {
      String title = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
      return title.startsWith("nginx: master process")
          ? Optional.of(Files.readSymbolicLink(process.resolve("exe")))
          : Optional.empty();
    } catch (IOException _) {
      // Gone meanwhile, or another user's.
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
  List<String> command() {
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
