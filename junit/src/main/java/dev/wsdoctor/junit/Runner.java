package dev.wsdoctor.junit;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Prefixes;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.disk.DiskFiles;
import dev.wsdoctor.gateway.Gateway;
import dev.wsdoctor.gateway.GatewaySettings;
import dev.wsdoctor.gateway.GatewayStart;
import dev.wsdoctor.gateway.log.LogSettings;
import dev.wsdoctor.sandbox.Limits;
import dev.wsdoctor.sandbox.LoopbackCopy;
import dev.wsdoctor.sandbox.NginxBinary;
import dev.wsdoctor.sandbox.ProgramSearch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What runs a copy: the gateway in this JVM, or an nginx program.
record Runner(Engine engine, NginxBinary nginx) {
  private static final String ENGINE = "wsdoctor.engine";
  private static final String PROGRAM = "wsdoctor.nginx";

  /// A build server may have other things to do.
  private static final Limits PATIENT =
      new Limits(
          Duration.ofSeconds(30),
          Limits.DEFAULT.answer(),
          Limits.DEFAULT.stop(),
          Limits.DEFAULT.headBytes(),
          Limits.DEFAULT.peers(),
          Limits.DEFAULT.runs());

  static Runner of(NginxConf asked) {
    return switch (asked.engine()) {
      case GATEWAY -> gateway(asked.version());
      case NGINX -> program();
      case OF_PROPERTY ->
          switch (System.getProperty(ENGINE, "gateway").toLowerCase(Locale.ROOT)) {
            case "gateway" -> gateway(asked.version());
            case "nginx" -> program();
            case String other ->
                throw new NotStarted("-D%s=%s: expected gateway or nginx".formatted(ENGINE, other));
          };
    };
  }

  private static Runner gateway(String version) {
    NginxVersion release =
        version.isEmpty()
            ? NginxVersion.NEWEST_STABLE
            : NginxVersion.find(version)
                .orElseThrow(
                    () ->
                        new NotStarted(
                            "@NginxConf(version = \"%s\"): expected a release of nginx, such as %s"
                                .formatted(version, NginxVersion.NEWEST_STABLE)));
    return new Runner(Engine.GATEWAY, new NginxBinary(Path.of("gateway"), release, "", true));
  }

  private static Runner program() {
    String named = System.getProperty(PROGRAM, "");
    Optional<NginxBinary> found =
        named.isEmpty() ? ProgramSearch.of(System.getenv()).nginx() : NginxBinary.at(named);
    return found
        .map(program -> new Runner(Engine.NGINX, program))
        .orElseThrow(
            () ->
                new NotStarted(
                    named.isEmpty()
                        ? "no nginx program was found: install one, name one with -D%s=PATH, or use Engine.GATEWAY, which needs none"
                            .formatted(PROGRAM)
                        : "there is no nginx program at %s (-D%s)".formatted(named, PROGRAM)));
  }

  /// As in a sentence.
  String title() {
    return nginx.title();
  }

  LoopbackCopy.Run run(LoopbackCopy copy) throws IOException {
    return engine == Engine.NGINX ? copy.run(PATIENT) : inside(copy);
  }

  /// In this JVM.
  private LoopbackCopy.Run inside(LoopbackCopy copy) {
    String root = copy.root().toString();
    String folder = root.substring(0, root.lastIndexOf('/') + 1);
    Configuration configuration =
        Configuration.load(new DiskFiles(), root, new Prefixes(copy.prefixes().prefix(), folder));
    LogSettings logs = LogSettings.of(Path.of(folder)).withErrorLog(copy.errorLog().toString());
    return switch (Gateway.start(
        configuration, GatewaySettings.of(nginx.version()).logging(logs))) {
      case GatewayStart.Started(Gateway gateway) -> new LoopbackCopy.Run.Listening(gateway);
      case GatewayStart.Refused(List<String> messages) ->
          new LoopbackCopy.Run.Refused(messages.stream().map(copy::restored).toList());
    };
  }
}
