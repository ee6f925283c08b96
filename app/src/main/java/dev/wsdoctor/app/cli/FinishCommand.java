package dev.wsdoctor.app.cli;

import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.repair.Repair;
import dev.wsdoctor.repair.Repair.Ending;
import dev.wsdoctor.repair.Repairs;
import dev.wsdoctor.repair.Rollout;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `finish [ID]`: completes a repair that was cut short.
final class FinishCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("wsdoctor finish");
    spec.usageMessage()
        .customSynopsis("wsdoctor finish [ID] [OPTION]...")
        .sortOptions(false)
        .description(
            "Completes the last repair that was cut short (by a crash, kill -9, a full disk):",
            "writes the files that are still old. 'wsdoctor undo' is the other way out.")
        .footer(
            "",
            "Example:",
            "  wsdoctor finish --reload",
            "",
            "Exit code: 0 done, 1 not wholly done, 2 nothing could be done.");
    RepairSession.addOptions(spec);
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Environment environment) {
    RepairSession session = new RepairSession(arguments, environment);
    return session.hold("wsdoctor finish", repairs -> finish(repairs, session, environment));
  }

  private static int finish(Repairs repairs, RepairSession session, Environment environment) {
    return switch (session.chosen(repairs, FinishCommand::choose, "no such repair is unfinished")) {
      case Answer.Unusable<Repair>(String message) -> environment.refuse(message);
      case Answer.Given<Repair>(Repair repair) ->
          session.goOn(repairs, repair, Rollout::finish, chosen -> write(repairs, chosen, session));
    };
  }

  private static int write(Repairs repairs, Repair repair, RepairSession session) {
    return session.conclude(
        repairs.finish(repair),
        finished ->
            session.conclude(
                repairs.end(finished, Ending.WRITTEN), ended -> session.written(ended, "new: ")));
  }

  /// The one named, else the last that is unfinished.
  private static Optional<Repair> choose(String id, List<Repair> repairs) {
    List<Repair> unfinished = repairs.reversed().stream().filter(Repair::isUnfinished).toList();
    return id.isEmpty() ? unfinished.stream().findFirst() : RepairSession.named(id, unfinished);
  }
}
