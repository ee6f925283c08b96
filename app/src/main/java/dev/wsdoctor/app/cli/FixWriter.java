package dev.wsdoctor.app.cli;

import dev.wsdoctor.conf.Patch;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.diagnosis.Mend;
import dev.wsdoctor.diagnosis.Outlook;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.repair.Repair;
import dev.wsdoctor.repair.Repair.Ending;
import dev.wsdoctor.repair.Repair.Progress;
import dev.wsdoctor.repair.Repair.Purpose;
import dev.wsdoctor.repair.Repairs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/// What `fix` does with a mend once it is shown: nothing, write it, or bring it into the running
/// nginx.
final class FixWriter {
  private final ParseResult arguments;
  private final Environment environment;
  private final Target target;
  private final RepairSession session;

  FixWriter(ParseResult arguments, Environment environment, Target target) {
    this.arguments = arguments;
    this.environment = environment;
    this.target = target;
    this.session = new RepairSession(arguments, environment);
  }

  /// An exit code.
  int conclude(Mend mend) {
    boolean write = arguments.hasMatchedOption("--write");
    if (mend.patches().isEmpty()) {
      environment.say(mend.left().isEmpty() ? "nothing to mend" : "nothing was changed");
    } else if (write) {
      return session.hold("wsdoctor fix " + target, repairs -> write(mend, repairs));
    } else {
      environment.say("nothing is written yet; add --write to change the files");
    }
    tellUnfinished();
    return exitCode(mend);
  }

  private static int exitCode(Mend mend) {
    return mend.left().isEmpty() ? ExitCode.HEALTHY : ExitCode.BROKEN;
  }

  /// Also who only looks should hear of a repair that a crash has cut short.
  private void tellUnfinished() {
    try {
      Repairs.in(BackupFolder.of(arguments, environment)).stream()
          .filter(Repair::isUnfinished)
          .forEach(repair -> environment.say(RepairWords.unfinished(repair)));
      int damaged = Repairs.damaged(BackupFolder.of(arguments, environment)).size();
      if (damaged > 0) {
        environment.say(
            "earlier repairs whose journal cannot be read: %s; 'wsdoctor undo --list' names them"
                .formatted(damaged));
      }
    } catch (IOException e) {
      environment.say("cannot list earlier repairs: " + e.getMessage());
    }
  }

  private int write(Mend mend, Repairs repairs) {
    try {
      for (Repair earlier : repairs.list()) {
        if (earlier.isUnfinished() && isInTheWay(earlier, mend, repairs)) {
          return environment.refuse(RepairWords.unfinished(earlier));
        }
      }
    } catch (IOException e) {
      return environment.refuse("cannot list earlier repairs: " + e.getMessage());
    }
    return Reloading.isWanted(arguments) ? reload(mend, repairs) : writeOnly(mend, repairs);
  }

  /// An unfinished repair of these files is settled first: by itself where nothing depends on it.
  private boolean isInTheWay(Repair earlier, Mend mend, Repairs repairs) throws IOException {
    if (mend.patches().stream().map(FixWriter::path).noneMatch(earlier::touches)) {
      environment.say(RepairWords.unfinished(earlier));
      return false;
    }
    Progress progress = earlier.progress();
    if (progress == Progress.PARTLY_NEW || progress == Progress.ALL_NEW) {
      return true;
    }
    environment.say(
        "earlier repair %s: %s; it is closed now".formatted(earlier.id(), earlier.state()));
    Repairs.Result closed =
        progress == Progress.ALL_OLD
            ? repairs.undo(earlier)
            : repairs.end(earlier, Ending.ABANDONED);
    return !(closed instanceof Repairs.Result.Done);
  }

  private static Path path(Patch patch) {
    return Path.of(SourceFile.display(patch.before().name())).toAbsolutePath();
  }

  private int writeOnly(Mend mend, Repairs repairs) {
    return session.conclude(
        repairs.write(mend.patches(), purpose(mend), Instant.now()),
        written ->
            session.conclude(repairs.end(written, Ending.WRITTEN), ended -> tell(mend, ended)));
  }

  private int tell(Mend mend, Repair repair) {
    repair.files().forEach(file -> environment.say("wrote " + file.path()));
    repair.warnings().forEach(environment::say);
    environment.say("backups: %s ('wsdoctor undo' puts them back)".formatted(repair.folder()));
    environment.say("now test and load it: nginx -t && nginx -s reload");
    return exitCode(mend);
  }

  private int reload(Mend mend, Repairs repairs) {
    List<Target> pages = mend.outlook().map(Outlook::pages).orElse(List.of());
    return session.live(
        configuration(mend),
        nginx -> {
          int code =
              session.conclude(
                  session
                      .rollout(repairs, nginx, target, pages)
                      .write(mend.patches(), purpose(mend), Instant.now()));
          return code == ExitCode.HEALTHY ? exitCode(mend) : code;
        });
  }

  private Purpose purpose(Mend mend) {
    return new Purpose(target.toString(), configuration(mend), Optional.empty());
  }

  private static String configuration(Mend mend) {
    return mend.outlook()
        .map(Outlook::configuration)
        .orElseGet(() -> path(mend.patches().getFirst()).toString());
  }
}
