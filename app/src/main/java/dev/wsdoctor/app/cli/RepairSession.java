package dev.wsdoctor.app.cli;

import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.repair.LiveNginx;
import dev.wsdoctor.repair.Repair;
import dev.wsdoctor.repair.Repairs;
import dev.wsdoctor.repair.Rollout;
import dev.wsdoctor.repair.Site;
import dev.wsdoctor.repair.Steps;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// One command's hold of the repairs, and what it says of what comes of them.
final class RepairSession {
  private final ParseResult arguments;
  private final Environment environment;

  RepairSession(ParseResult arguments, Environment environment) {
    this.arguments = arguments;
    this.environment = environment;
  }

  /// What a command takes that goes on with an earlier repair.
  static void addOptions(CommandSpec spec) {
    Options.addRepairId(spec);
    Reloading.addTo(spec);
    spec.addOption(Options.headers());
    spec.addOption(Options.nginx());
    BackupFolder.addTo(spec);
  }

  /// The earlier repair that is meant: `choice` picks it, by the name given (empty for none).
  Answer<Repair> chosen(
      Repairs repairs, BiFunction<String, List<Repair>, Optional<Repair>> choice, String none) {
    try {
      return choice
          .apply(arguments.matchedPositionalValue(0, ""), repairs.list())
          .<Answer<Repair>>map(Answer.Given::new)
          .orElseGet(() -> new Answer.Unusable<>(none + "; 'wsdoctor undo --list' lists all"));
    } catch (IOException e) {
      return new Answer.Unusable<>("cannot list the repairs: " + e.getMessage());
    }
  }

  /// Says what state it is in, then goes on: with a reload where one is wanted.
  int goOn(
      Repairs repairs,
      Repair repair,
      BiFunction<Rollout, Repair, Rollout.Outcome> reloading,
      ToIntFunction<Repair> writing) {
    environment.say("repair %s: %s".formatted(repair.id(), RepairWords.state(repair)));
    return Reloading.isWanted(arguments)
        ? again(repairs, repair, rollout -> reloading.apply(rollout, repair))
        : writing.applyAsInt(repair);
  }

  /// The end of a change of files without a reload; `done` says what was done to each.
  int written(Repair repair, String done) {
    repair.files().forEach(file -> environment.say(done + file.path()));
    environment.say("now test and load it: nginx -t && nginx -s reload");
    return ExitCode.HEALTHY;
  }

  /// Runs an action while nobody else may repair; `who` is what others are told.
  int hold(String who, ToIntFunction<Repairs> action) {
    return switch (Repairs.open(BackupFolder.of(arguments, environment), who, Steps.NONE)) {
      case Repairs.Opening.Refused(String message) -> environment.refuse(message);
      case Repairs.Opening.Open(Repairs repairs) -> {
        try (repairs) {
          yield action.applyAsInt(repairs);
        }
      }
    };
  }

  /// Runs an action with the nginx that reads that configuration, if it runs.
  int live(String configuration, ToIntFunction<LiveNginx> action) {
    return switch (Reloading.find(arguments, configuration)) {
      case LiveNginx.Search.Missing(String message) ->
          environment.refuse(message + "; nothing was changed");
      case LiveNginx.Search.Found(LiveNginx nginx) -> action.applyAsInt(nginx);
    };
  }

  /// A rollout to the site that a repair was for.
  private int again(Repairs repairs, Repair repair, Function<Rollout, Rollout.Outcome> way) {
    return switch (Target.parse(repair.purpose().url())) {
      case Target.Parsed.Invalid(String message) -> environment.refuse(message);
      case Target.Parsed.Valid(Target target) ->
          live(
              repair.purpose().configuration(),
              nginx -> conclude(way.apply(rollout(repairs, nginx, target, List.of()))));
    };
  }

  Rollout rollout(Repairs repairs, LiveNginx nginx, Target target, List<Target> pages) {
    Fields fields = Reloading.fields(arguments);
    return new Rollout(repairs, nginx, new Site(target, fields, pages), environment::say);
  }

  /// The exit code of a rollout, after the last word on it.
  int conclude(Rollout.Outcome outcome) {
    return switch (outcome) {
      case Rollout.Outcome.Live _ -> ExitCode.HEALTHY;
      case Rollout.Outcome.TakenBack _ -> {
        environment.say(
            "TAKEN BACK: the files are byte for byte as they were, and everything answers as before");
        yield ExitCode.BROKEN;
      }
      case Rollout.Outcome.Refused(String message) ->
          environment.refuse(message + "; nothing was changed");
      case Rollout.Outcome.Stuck(Repair repair, String message) -> stuck(repair, message);
    };
  }

  /// The exit code of a change of files without a reload.
  int conclude(Repairs.Result result, ToIntFunction<Repair> afterwards) {
    return switch (result) {
      case Repairs.Result.Done(Repair repair) -> afterwards.applyAsInt(repair);
      case Repairs.Result.Refused(String message) ->
          environment.refuse(message + "; nothing was changed");
      case Repairs.Result.Stuck(Repair repair, String message) -> stuck(repair, message);
    };
  }

  private int stuck(Repair repair, String message) {
    environment.say("wsdoctor: " + message);
    environment.say(
        "repair %s: %s; its backups lie in %s"
            .formatted(repair.id(), RepairWords.state(repair), repair.folder()));
    return ExitCode.BROKEN;
  }

  /// The repair named, or nothing if there is none of that name.
  static Optional<Repair> named(String id, List<Repair> repairs) {
    return repairs.stream().filter(repair -> repair.id().equals(id)).findFirst();
  }
}
