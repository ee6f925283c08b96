package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.format.ExplanationFormat;
import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.diagnosis.Explanation;
import dev.wsdoctor.diagnosis.Survey;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `explain URL`: what nginx will do with a request, step by step.
final class ExplainCommand implements Command {
  private static final String ALL = "--all";

  private final Engine engine;

  ExplainCommand(Engine engine) {
    this.engine = engine;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("wsdoctor explain");
    spec.usageMessage()
        .customSynopsis(
            "wsdoctor explain URL [OPTION]...",
            "       wsdoctor explain --all [-c FILE] [OPTION]...")
        .sortOptions(false)
        .description(
            "Says what nginx will do with a request, step by step, and because of which line.")
        .footer(
            "",
            "Examples:",
            "  wsdoctor explain ws://localhost:8080/ws -c /etc/nginx/nginx.conf",
            "  wsdoctor explain --all -c /etc/nginx/nginx.conf");
    Options.addRequest(spec, false);
    spec.addOption(
        Options.flag("Instead of one URL: every location that could take a socket.", ALL));
    Options.addExplanationFormat(spec);
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Environment environment) {
    ExplanationFormat format = Options.explanationFormat(arguments, environment);
    RequestReader reader = new RequestReader(arguments, environment.in());
    if (arguments.hasMatchedOption(ALL) == arguments.hasMatchedPositional(0)) {
      return environment.refuse("expected either a URL or --all; see 'wsdoctor explain --help'");
    }
    return arguments.hasMatchedOption(ALL)
        ? survey(reader, format, environment)
        : explain(reader, format, environment);
  }

  private int survey(RequestReader reader, ExplanationFormat format, Environment environment) {
    return switch (reader.setting().then(engine.survey())) {
      case Answer.Unusable<Survey>(String message) -> environment.refuse(message);
      case Answer.Given<Survey>(Survey survey) -> {
        environment.print(format.survey(survey));
        yield ExitCode.HEALTHY;
      }
    };
  }

  private int explain(RequestReader reader, ExplanationFormat format, Environment environment) {
    return switch (reader.read().then(engine.explain())) {
      case Answer.Unusable<Explanation>(String message) -> environment.refuse(message);
      case Answer.Given<Explanation>(Explanation explanation) -> {
        environment.print(format.explanation(explanation));
        yield ExitCode.HEALTHY;
      }
    };
  }
}
