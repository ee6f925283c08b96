package dev.wsdoctor.repair;

import dev.wsdoctor.conf.Patch;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.repair.Repair.Ending;
import dev.wsdoctor.repair.Repair.Purpose;
import dev.wsdoctor.repair.Repairs.Result;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A repair brought into a running nginx: files written, tested, reloaded and held against what
/// answered before; taken back whole if anything of that fails.
public final class Rollout {
  /// How it ended.
  public sealed interface Outcome {
    /// nginx runs the files as wanted, and everything answers as it should.
    record Live(Repair repair) implements Outcome {}

    /// It failed, and files and nginx are as they were.
    record TakenBack(String why) implements Outcome {}

    /// No file has changed.
    record Refused(String message) implements Outcome {}

    /// Something is left for a person.
    record Stuck(Repair repair, String message) implements Outcome {}
  }

  private final Repairs repairs;
  private final LiveNginx nginx;
  private final Site site;
  private final Consumer<String> say;

  /// `say` hears what is being done, a sentence at a time.
  public Rollout(Repairs repairs, LiveNginx nginx, Site site, Consumer<String> say) {
    this.repairs = repairs;
    this.nginx = nginx;
    this.site = site;
    this.say = say;
  }

  /// Writes the patches; what answers before goes into the journal with them.
  public Outcome write(List<Patch> patches, Purpose purpose, Instant now) {
    Optional<String> complaint = nginx.test();
    Answers before = site.ask();
    say.accept("live before: " + words(before));
    complaint.ifPresent(_ -> say.accept("nginx -t refuses the files as they are"));
    return written(repairs.write(patches, purpose.knowing(before), now));
  }

  /// Completes a repair that was cut short.
  public Outcome finish(Repair repair) {
    return written(repairs.finish(repair));
  }

  private Outcome written(Result result) {
    return switch (result) {
      case Result.Refused(String message) -> new Outcome.Refused(message);
      case Result.Stuck(Repair repair, String message) -> new Outcome.Stuck(repair, message);
      case Result.Done(Repair repair) -> prove(repair);
    };
  }

  private Outcome prove(Repair repair) {
    repair.files().forEach(file -> say.accept("wrote " + file.path()));
    repair.warnings().forEach(say);
    Optional<String> trouble = load().or(() -> trouble(repair));
    if (trouble.isPresent()) {
      say.accept("FAILED: " + trouble.get());
      return takenBack(repair, trouble.get());
    }
    say.accept("live after: " + success(repair));
    return switch (repairs.end(repair, Ending.VERIFIED)) {
      case Result.Done(Repair ended) -> new Outcome.Live(ended);
      case Result.Refused(String message) -> new Outcome.Stuck(repair, message);
      case Result.Stuck(Repair same, String message) -> new Outcome.Stuck(same, message);
    };
  }

  /// nginx's own test, then the reload.
  private Optional<String> load() {
    if (!nginx.canTest()) {
      say.accept("nginx -t was not run: no nginx program is here (--nginx PATH names one)");
    }
    Optional<String> refusal = nginx.test();
    if (refusal.isPresent()) {
      return refusal.map(why -> "nginx -t refuses the files: " + why);
    }
    say.accept("reloading: " + nginx.method());
    return nginx.reload();
  }

  private Optional<String> trouble(Repair repair) {
    nginx.settles(() -> !site.target().webSocket() || site.ask().socket().equals("101"));
    Optional<String> socket = site.trouble(nginx.hold());
    return socket.isPresent() ? socket : brokenPages(repair);
  }

  private Optional<String> brokenPages(Repair repair) {
    List<String> broken = repair.purpose().before().map(this::broken).orElse(List.of());
    return broken.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", broken));
  }

  /// One that differs is asked a second time: backends have their moments too.
  private List<String> broken(Answers before) {
    List<String> broken = before.broken(Site.statuses(targets(before)));
    return broken.isEmpty() ? broken : before.broken(Site.statuses(targets(before)));
  }

  private static List<Target> targets(Answers answers) {
    return answers.pages().stream().map(Answers.Page::target).toList();
  }

  private String success(Repair repair) {
    int pages = repair.purpose().before().map(before -> before.pages().size()).orElse(0);
    String socket =
        site.target().webSocket()
            ? "%s opens and stayed open for %d s".formatted(site.target(), nginx.hold().toSeconds())
            : site.target() + " answers";
    return socket + (pages == 0 ? "" : "; %d ordinary pages answer as before".formatted(pages));
  }

  private Outcome takenBack(Repair repair, String why) {
    return switch (undo(repair)) {
      case Outcome.Live _ -> new Outcome.TakenBack(why);
      case Outcome.TakenBack(String more) -> new Outcome.Stuck(repair, more);
      case Outcome.Refused(String message) -> new Outcome.Stuck(repair, message);
      case Outcome.Stuck stuck -> stuck;
    };
  }

  /// Puts the old files back and into force, and looks whether the old answers are back.
  public Outcome undo(Repair repair) {
    return switch (repairs.undo(repair)) {
      case Result.Refused(String message) -> new Outcome.Refused(message);
      case Result.Stuck(Repair same, String message) -> new Outcome.Stuck(same, message);
      case Result.Done(Repair undone) -> backInForce(undone);
    };
  }

  private Outcome backInForce(Repair undone) {
    undone.files().forEach(file -> say.accept("put back " + file.path()));
    Optional<String> trouble = load();
    trouble.ifPresent(why -> say.accept("not reloaded: " + why));
    Optional<String> difference = undone.purpose().before().flatMap(this::difference);
    if (difference.isPresent() || (trouble.isPresent() && undone.purpose().before().isEmpty())) {
      return new Outcome.Stuck(
          undone,
          "the files are as they were, but nginx does not answer as before: "
              + difference.or(() -> trouble).orElse(""));
    }
    undone.purpose().before().ifPresent(before -> say.accept("live again: " + words(before)));
    return new Outcome.Live(undone);
  }

  private Optional<String> difference(Answers before) {
    nginx.settles(() -> site.ask().socket().equals(before.socket()));
    List<String> broken = broken(before);
    if (!broken.isEmpty()) {
      return Optional.of(String.join("; ", broken));
    }
    String socket = site.ask().socket();
    return socket.equals(before.socket())
        ? Optional.empty()
        : Optional.of(
            "%s: '%s' before, '%s' now".formatted(site.target(), before.socket(), socket));
  }

  private String words(Answers answers) {
    String pages = String.join(", ", answers.pages().stream().map(Object::toString).toList());
    return "%s %s%s"
        .formatted(site.target(), answers.socket(), pages.isEmpty() ? "" : "; " + pages);
  }
}
