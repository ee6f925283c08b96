package dev.wsdoctor.app.cli;

import dev.wsdoctor.gateway.command.Streams;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// `gateway`: runs a configuration without nginx.
///
/// The launcher does not come here for a server: it becomes bin/gateway, which starts the JVM with
/// flags for a long life and can take SIGQUIT.
final class GatewayCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("wsdoctor gateway");
    spec.usageMessage()
        .customSynopsis("wsdoctor gateway -c FILE [OPTION]...")
        .description(
            "Runs nginx.conf without nginx, in the foreground; Ctrl-C ends it. Takes nginx's own"
                + " options: -c -p -e -g -t -T -q -s -v -V. What it does not execute stops the start,"
                + " unless it cannot matter: --report lists both kinds. bin/gateway is the same for"
                + " scripts that are made for nginx.")
        .footer(
            "",
            "Examples:",
            "  wsdoctor gateway -c nginx.conf --report",
            "  wsdoctor gateway -c nginx.conf",
            "  wsdoctor gateway -t -c nginx.conf");
    spec.parser().unmatchedOptionsArePositionalParams(true);
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0..*")
            .arity("0..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .paramLabel("OPTION")
            .hideParamSyntax(true)
            .description("nginx's options, --report, or --nginx-version VERSION.")
            .build());
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Environment environment) {
    List<String> options = arguments.matchedPositionalValue(0, List.of());
    Streams streams = new Streams(environment.out(), environment.err());
    return dev.wsdoctor.gateway.command.GatewayCommand.of(streams, Path.of("").toAbsolutePath())
        .run(options);
  }
}
