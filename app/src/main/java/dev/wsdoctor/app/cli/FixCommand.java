package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.format.Diffs;
import dev.wsdoctor.app.format.Folder;
import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.diagnosis.CheckRequest;
import dev.wsdoctor.diagnosis.Mend;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `fix URL`: prints the change as a diff that `patch` takes, and writes it when told to.
final class FixCommand implements Command {
  private final Engine engine;

  FixCommand(Engine engine) {
    this.engine = engine;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("wsdoctor fix");
    spec.usageMessage()
        .customSynopsis("wsdoctor fix URL [OPTION]...")
        .sortOptions(false)
        .description(
            "Prints the change that makes a WebSocket work, as a unified diff.",
            "Nothing is written without --write; what is written, 'wsdoctor undo' takes back.")
        .footer(
            "",
            "Examples:",
            "  wsdoctor fix ws://localhost:8080/ws -c /etc/nginx/nginx.conf",
            "  wsdoctor fix ws://localhost:8080/ws -c /etc/nginx/nginx.conf --write",
            "  wsdoctor fix ws://localhost:8080/ws --write --reload",
            "",
            "Exit code: 0 nothing is left to mend, 1 something is left for a person, or",
            "the change was taken back, 2 the call or the file could not be used.");
    Options.addRequest(spec);
    Options.addLive(spec);
    spec.addOption(Options.flag("Write the change to the files: all of them or none.", "--write"));
    Reloading.addTo(spec);
    BackupFolder.addTo(spec);
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Environment environment) {
    Optional<String> objection = objection(arguments);
    if (objection.isPresent()) {
      return environment.refuse(objection.get());
    }
    RequestReader reader = new RequestReader(arguments, environment.in());
    return switch (reader.read()) {
      case Answer.Unusable<CheckRequest>(String message) -> environment.refuse(message);
      case Answer.Given<CheckRequest>(CheckRequest request) ->
          switch (engine.fix().apply(request)) {
            case Answer.Unusable<Mend>(String message) -> environment.refuse(message);
            case Answer.Given<Mend>(Mend mend) -> {
              show(mend, environment);
              yield new FixWriter(arguments, environment, request.target()).conclude(mend);
            }
          };
    };
  }

  private static Optional<String> objection(ParseResult arguments) {
    boolean write = arguments.hasMatchedOption("--write");
    if (write && "-".equals(arguments.matchedOptionValue("-c", ""))) {
      return Optional.of(
          "there is no file to write: -c - reads standard input. Name the file with -c FILE");
    }
    if (Reloading.isWanted(arguments) && !write) {
      return Optional.of("there is nothing to reload without --write");
    }
    return Reloading.isWanted(arguments) && arguments.hasMatchedOption("--offline")
        ? Optional.of("--offline touches no live hop, so it does not go with --reload")
        : Optional.empty();
  }

  private static void show(Mend mend, Environment environment) {
    boolean colour = environment.hasColour();
    Folder here = new Folder(environment.folder());
    environment.print(
        colour ? Diffs.coloured(mend.patches(), here) : Diffs.exact(mend.patches(), here));
    mend.applied()
        .forEach(
            cause -> environment.say("mends " + cause.id() + ": " + advice(cause) + review(cause)));
    mend.left().forEach(cause -> environment.say("by hand: " + cause.id() + ": " + advice(cause)));
    mend.outlook().ifPresent(outlook -> environment.say("before: " + outlook.before()));
    mend.outlook().ifPresent(outlook -> environment.say("after:  " + outlook.after()));
    mend.proof().ifPresent(proof -> environment.say("proof: " + proof));
  }

  private static String advice(Finding cause) {
    return cause.fix().map(Fix::advice).orElse(cause.summary());
  }

  private static String review(Finding cause) {
    return cause.fix().filter(fix -> fix.safety() == Fix.Safety.REVIEW).isPresent()
        ? " (look at it: it can change other requests)"
        : "";
  }
}
