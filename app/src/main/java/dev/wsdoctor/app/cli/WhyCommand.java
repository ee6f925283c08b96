package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.format.CauseList;
import dev.wsdoctor.app.format.CausePages;
import dev.wsdoctor.app.format.MarkdownText;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// `why CAUSE`: the page of a cause; without one, the list of all.
final class WhyCommand implements Command {
  private final CausePages pages;

  WhyCommand(CausePages pages) {
    this.pages = pages;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("wsdoctor why");
    spec.usageMessage()
        .description("Explains a cause that a report names; without one, lists them all.")
        .footer("", "Example:", "  wsdoctor why upgrade-headers-missing");
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .arity("0..1")
            .type(String.class)
            .paramLabel("CAUSE")
            .description("The id of a cause, as a report prints it.")
            .build());
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Environment environment) {
    if (!arguments.hasMatchedPositional(0)) {
      SequencedMap<String, String> summaries = new LinkedHashMap<>();
      pages.ids().forEach(id -> summaries.put(id, pages.summary(id)));
      environment.print(CauseList.render(summaries, environment.hasColour()));
      return ExitCode.HEALTHY;
    }
    String id = arguments.matchedPositionalValue(0, "");
    Optional<String> page = pages.page(id);
    if (page.isEmpty()) {
      return environment.refuse(unknown(id, pages));
    }
    environment.print(MarkdownText.render(page.get(), environment.hasColour()));
    return ExitCode.HEALTHY;
  }

  static String unknown(String id, CausePages pages) {
    return Nearest.to(id, pages.ids())
        .map(near -> "there is no cause '%s'; did you mean '%s'?".formatted(id, near))
        .orElse("there is no cause '%s'; 'wsdoctor why' lists them all".formatted(id));
  }
}
