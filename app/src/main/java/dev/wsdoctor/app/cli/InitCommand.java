package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.format.ApplicationList;
import dev.wsdoctor.application.ApplicationProfile;
import dev.wsdoctor.application.Applications;
import dev.wsdoctor.application.Site;
import dev.wsdoctor.application.SiteConfiguration;
import dev.wsdoctor.diagnosis.AssumedNginx;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.http.Target;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// `init APP`: prints a configuration that is right for an application; without one, lists them.
final class InitCommand implements Command {
  private static final String DOMAIN = "[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?";

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("wsdoctor init");
    spec.usageMessage()
        .customSynopsis(
            "wsdoctor init", "       wsdoctor init APP --domain NAME --backend URL [OPTION]...")
        .sortOptions(false)
        .description(
            "Prints a configuration that is right for an application, with the reason of",
            "every line. Without APP, lists the applications; 'generic' is any with",
            "WebSockets.")
        .footer(
            "",
            "Examples:",
            "  wsdoctor init grafana --domain grafana.example.com \\",
            "    --backend http://127.0.0.1:3000",
            "  wsdoctor init generic --domain example.com \\",
            "    --backend http://127.0.0.1:8080 \\",
            "    --tls-certificate /etc/ssl/example.pem --tls-key /etc/ssl/example.key");
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .arity("0..1")
            .type(String.class)
            .paramLabel("APP")
            .description("The application, as the list calls it.")
            .build());
    Options.addSite(spec);
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Environment environment) {
    if (!arguments.hasMatchedPositional(0)) {
      environment.print(ApplicationList.render(Applications.all(), environment.hasColour()));
      return ExitCode.HEALTHY;
    }
    String id = arguments.matchedPositionalValue(0, "");
    return Applications.find(id)
        .map(application -> print(application, arguments, environment))
        .orElseGet(() -> environment.refuse(unknown(id)));
  }

  private static String unknown(String id) {
    List<String> ids = Applications.all().stream().map(ApplicationProfile::id).toList();
    String advice =
        Nearest.to(id, ids)
            .map("did you mean '%s'?"::formatted)
            .orElse("'wsdoctor init' lists them, and 'generic' is any with WebSockets");
    return "there is no application '%s'; %s".formatted(id, advice);
  }

  private static int print(
      ApplicationProfile application, ParseResult arguments, Environment environment) {
    Optional<String> complaint = complaint(application, arguments);
    if (complaint.isPresent()) {
      return environment.refuse(complaint.get());
    }
    Site site = site(application, arguments);
    environment.print(SiteConfiguration.of(site).stripTrailing());
    return ExitCode.HEALTHY;
  }

  /// What is missing or cannot be; the options that are there have their types already.
  private static Optional<String> complaint(ApplicationProfile application, ParseResult arguments) {
    String domain = arguments.matchedOptionValue("--domain", "");
    if (domain.isEmpty() || !arguments.hasMatchedOption("--backend")) {
      return Optional.of(
          "expected --domain NAME and --backend URL, as in: " + example(application));
    }
    if (!domain.matches(DOMAIN)) {
      return Optional.of(
          "expected a name such as example.com after --domain but found '%s'".formatted(domain));
    }
    if (arguments.hasMatchedOption("--tls-certificate")
        != arguments.hasMatchedOption("--tls-key")) {
      return Optional.of("expected --tls-certificate and --tls-key together");
    }
    boolean tls = backends(arguments).getFirst().tls();
    return backends(arguments).stream().allMatch(backend -> backend.tls() == tls)
        ? Optional.empty()
        : Optional.of("expected backends that all speak TLS or none, as one proxy_pass has them");
  }

  private static String example(ApplicationProfile application) {
    int port = application.signs().ports().stream().findFirst().map(p -> p.number()).orElse(8080);
    return "wsdoctor init %s --domain example.com --backend http://127.0.0.1:%d"
        .formatted(application.id(), port);
  }

  private static Site site(ApplicationProfile application, ParseResult arguments) {
    Optional<Site.Certificate> certificate =
        arguments.hasMatchedOption("--tls-key")
            ? Optional.of(
                new Site.Certificate(
                    arguments.matchedOptionValue("--tls-certificate", ""),
                    arguments.matchedOptionValue("--tls-key", "")))
            : Optional.empty();
    NginxVersion version =
        arguments.hasMatchedOption("--nginx-version")
            ? arguments.matchedOption("--nginx-version").getValue()
            : AssumedNginx.of(Optional.empty()).version();
    return new Site(
        application,
        arguments.matchedOptionValue("--domain", ""),
        backends(arguments),
        certificate,
        arguments.matchedOptionValue("--http-port", 80),
        version);
  }

  private static List<Target> backends(ParseResult arguments) {
    return arguments.matchedOptionValue("--backend", List.of());
  }
}
