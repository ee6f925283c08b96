package dev.wsdoctor.app.cli;

import dev.wsdoctor.app.format.Diffs;
import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.diagnosis.Mend;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.repair.FileTransaction;
import java.nio.file.Path;
import java.util.List;
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
            "Nothing is written without --write.")
        .footer(
            "",
            "Examples:",
            "  wsdoctor fix ws://localhost:8080/ws -c /etc/nginx/nginx.conf",
            "  wsdoctor fix ws://localhost:8080/ws -c /etc/nginx/nginx.conf --write",
            "",
            "Exit code: 0 nothing is left to mend, 1 something is left for a person,",
            "2 the call or the file could not be used.");
    Options.addRequest(spec);
    Options.addLive(spec);
    spec.addOption(Options.flag("Write the change to the files: all of them or none.", "--write"));
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Environment environment) {
    boolean write = arguments.hasMatchedOption("--write");
    if (write && "-".equals(arguments.matchedOptionValue("-c", ""))) {
      return environment.refuse(
          "there is no file to write: -c - reads standard input. Name the file with -c FILE");
    }
    return switch (new RequestReader(arguments, environment.in()).read().then(engine.fix())) {
      case Answer.Unusable<Mend>(String message) -> environment.refuse(message);
      case Answer.Given<Mend>(Mend mend) -> mend(mend, write, environment);
    };
  }

  private static int mend(Mend mend, boolean write, Environment environment) {
    boolean colour = environment.hasColour();
    environment.print(colour ? Diffs.coloured(mend.patches()) : Diffs.exact(mend.patches()));
    mend.applied().forEach(cause -> environment.say("mends " + cause.id() + ": " + advice(cause)));
    mend.left().forEach(cause -> environment.say("by hand: " + cause.id() + ": " + advice(cause)));
    mend.proof().ifPresent(proof -> environment.say("proof: " + proof));
    if (mend.patches().isEmpty()) {
      environment.say(mend.left().isEmpty() ? "nothing to mend" : "nothing was changed");
    } else if (write) {
      return write(mend, environment);
    } else {
      environment.say("nothing is written yet; add --write to change the files");
    }
    return exitCode(mend);
  }

  private static int write(Mend mend, Environment environment) {
    return switch (FileTransaction.write(mend.patches())) {
      case FileTransaction.Result.Refused(String message) ->
          environment.refuse(message + "; nothing was changed");
      case FileTransaction.Result.Written(List<Path> files) -> {
        files.forEach(file -> environment.say("wrote " + file));
        environment.say("now test and load it: nginx -t && nginx -s reload");
        yield exitCode(mend);
      }
    };
  }

  private static int exitCode(Mend mend) {
    return mend.left().isEmpty() ? ExitCode.HEALTHY : ExitCode.BROKEN;
  }

  private static String advice(Finding cause) {
    return cause.fix().map(Fix::advice).orElse(cause.summary());
  }
}
