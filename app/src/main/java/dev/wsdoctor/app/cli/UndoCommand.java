package dev.wsdoctor.app.cli;

import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.repair.Repair;
import dev.wsdoctor.repair.Repair.Ending;
import dev.wsdoctor.repair.Repairs;
import dev.wsdoctor.repair.Rollout;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `undo [ID]`: puts back what a repair replaced.
final class UndoCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("wsdoctor undo");
    spec.usageMessage()
        .customSynopsis("wsdoctor undo [ID] [OPTION]...")
        .sortOptions(false)
        .description(
            "Puts back the files of the last repair, or of the one named: byte for byte,",
            "with owner, mode and times; none if somebody else has changed one since.")
        .footer(
            "",
            "Examples:",
            "  wsdoctor undo",
            "  wsdoctor undo --list",
            "  wsdoctor undo 20261120-120000 --reload",
            "",
            "Exit code: 0 done, 1 not wholly done, 2 nothing could be done.");
    spec.addOption(
        Options.flag("List the repairs, the last one last, and change nothing.", "--list"));
    RepairSession.addOptions(spec);
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Environment environment) {
    if (arguments.hasMatchedOption("--list")) {
      return list(arguments, environment);
    }
    RepairSession session = new RepairSession(arguments, environment);
    return session.hold("wsdoctor undo", repairs -> undo(repairs, session, environment));
  }

  private static int list(ParseResult arguments, Environment environment) {
    try {
      List<Repair> all = Repairs.in(BackupFolder.of(arguments, environment));
      all.forEach(repair -> environment.print(RepairWords.line(repair)));
      Repairs.damaged(BackupFolder.of(arguments, environment)).forEach(environment::say);
      if (all.isEmpty()) {
        environment.say("no repairs in " + BackupFolder.of(arguments, environment));
      }
      return ExitCode.HEALTHY;
    } catch (IOException e) {
      return environment.refuse("cannot list the repairs: " + e.getMessage());
    }
  }

  private static int undo(Repairs repairs, RepairSession session, Environment environment) {
    return switch (session.chosen(
        repairs, UndoCommand::choose, "there is no such repair to undo")) {
      case Answer.Unusable<Repair>(String message) -> environment.refuse(message);
      case Answer.Given<Repair>(Repair repair) ->
          repair.ending().equals(Optional.of(Ending.UNDONE))
              ? environment.refuse("repair %s is undone already".formatted(repair.id()))
              : session.goOn(
                  repairs, repair, Rollout::undo, chosen -> putBack(repairs, chosen, session));
    };
  }

  private static int putBack(Repairs repairs, Repair repair, RepairSession session) {
    return session.conclude(repairs.undo(repair), undone -> session.written(undone, "put back "));
  }

  /// The one named, else the last that is not undone.
  private static Optional<Repair> choose(String id, List<Repair> repairs) {
    return id.isEmpty()
        ? repairs.reversed().stream()
            .filter(repair -> !repair.ending().equals(Optional.of(Ending.UNDONE)))
            .findFirst()
        : RepairSession.named(id, repairs);
  }
}
