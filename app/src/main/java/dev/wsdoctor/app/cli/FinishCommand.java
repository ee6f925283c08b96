package dev.wsdoctor.app.cli;

import dev.wsdoctor.repair.Repair;
import dev.wsdoctor.repair.Repair.Ending;
import dev.wsdoctor.repair.Repairs;
import java.io.IOException;
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
    Options.addRepairId(spec);
    Reloading.addTo(spec);
    spec.addOption(Options.headers());
    spec.addOption(Options.nginx());
    BackupFolder.addTo(spec);
    return spec;
  }

  @Override
  public int run(ParseResult arguments, Environment environment) {
    RepairSession session = new RepairSession(arguments, environment);
    return session.hold(
        "wsdoctor finish", repairs -> finish(repairs, session, arguments, environment));
  }

  private static int finish(
      Repairs repairs, RepairSession session, ParseResult arguments, Environment environment) {
    Optional<Repair> chosen;
    try {
      chosen = choose(arguments.matchedPositionalValue(0, ""), repairs.list());
    } catch (IOException e) {
      return environment.refuse("cannot list the repairs: " + e.getMessage());
    }
    if (chosen.isEmpty()) {
      return environment.refuse("no such repair is unfinished; 'wsdoctor undo --list' lists all");
    }
    Repair repair = chosen.get();
    environment.say("repair %s: %s".formatted(repair.id(), RepairWords.state(repair)));
    if (Reloading.isWanted(arguments)) {
      return session.again(repairs, repair, rollout -> rollout.finish(repair));
    }
    return session.conclude(
        repairs.finish(repair),
        finished ->
            session.conclude(
                repairs.end(finished, Ending.WRITTEN),
                ended -> {
                  ended.files().forEach(file -> environment.say("new: " + file.path()));
                  environment.say("now test and load it: nginx -t && nginx -s reload");
                  return ExitCode.HEALTHY;
                }));
  }

  /// The one named, else the last that is unfinished.
  private static Optional<Repair> choose(String id, List<Repair> repairs) {
    List<Repair> unfinished = repairs.reversed().stream().filter(Repair::isUnfinished).toList();
    return id.isEmpty() ? unfinished.stream().findFirst() : RepairSession.named(id, unfinished);
  }
}
