package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.format.Format;
import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.diagnosis.Explanation;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `explain URL`: what nginx will do with a request, step by step.
final class ExplainCommand implements Command {
  private final Engine engine;

  ExplainCommand(Engine engine) {
    this.engine = engine;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("wsdoctor explain");
    spec.usageMessage()
        .customSynopsis("wsdoctor explain URL [OPTION]...")
        .sortOptions(false)
        .description(
            "Says what nginx will do with a request, step by step, and because of which line.")
        .footer(
            "", "Example:", "  wsdoctor explain ws://localhost:8080/ws -c /etc/nginx/nginx.conf");
    Options.addRequest(spec);
    Options.addFormat(spec);
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Environment environment) {
    Format format = Options.format(arguments, environment);
    return switch (new RequestReader(arguments, environment.in()).read().then(engine.explain())) {
      case Answer.Unusable<Explanation>(String message) -> environment.refuse(message);
      case Answer.Given<Explanation>(Explanation explanation) -> {
        environment.print(format.explanation(explanation));
        yield ExitCode.HEALTHY;
      }
    };
  }
}
