package dev.wsdoctor.conformance.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.Product;
import dev.wsdoctor.repair.Repair;
import dev.wsdoctor.repair.Repair.Ending;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// kill -9 before every step of writing, undoing and finishing: every file is whole, the journal
/// knows where things stand, and both ways out lead there. A sample runs always, all of it with
/// `-Dwsdoctor.full=true`.
class KillTest {
  private static final long SEED = 20_261_120;
  private static final int SAMPLE = 24;
  private static final int LEAST_KILLS = 200;
  private static final int SIGKILL = 128 + 9;
  private static final int STOP_SECONDS = 10;

  /// One kill of the matrix.
  private record Moment(Shape shape, Way way, int step) {}

  @Test
  void nothingIsLostWheneverTheProcessIsKilled() throws IOException, InterruptedException {
    List<Moment> moments = moments();
    assertThat(moments).hasSizeGreaterThan(LEAST_KILLS);
    if (!Boolean.getBoolean("wsdoctor.full")) {
      Collections.shuffle(moments, new Random(SEED));
      moments = moments.subList(0, SAMPLE);
    }
    boolean finishing = false;
    for (Moment moment : moments) {
      kill(moment, finishing);
      finishing = !finishing;
    }
    System.out.println("killed " + moments.size() + " times, nothing lost");
  }

  private static List<Moment> moments() throws IOException {
    List<Moment> moments = new ArrayList<>();
    for (Shape shape : Shape.values()) {
      for (Way way : Way.values()) {
        int steps = steps(shape, way);
        for (int step = 1; step <= steps; step++) {
          moments.add(new Moment(shape, way, step));
        }
      }
    }
    return moments;
  }

  private static int steps(Shape shape, Way way) throws IOException {
    AtomicInteger steps = new AtomicInteger();
    try (Scene scene = Scene.of(shape, way)) {
      way.go(scene.backups(), scene.files(), _ -> steps.incrementAndGet());
      return steps.get();
    }
  }

  private static void kill(Moment moment, boolean finishing)
      throws IOException, InterruptedException {
    try (Scene scene = Scene.of(moment.shape(), moment.way())) {
      Process victim = Victim.start(moment.way(), moment.step(), scene.backups(), scene.files());
      String step = killed(victim);
      String when = "%s before '%s', seed %d".formatted(moment, step, SEED);
      assertThat(victim.exitValue()).as(when).isEqualTo(SIGKILL);

      expectWholeFiles(scene, when);
      Optional<Repair> left = scene.repairs().stream().findFirst();
      if (left.isEmpty()) {
        assertThat(scene.texts()).as(when).isEqualTo(scene.old());
      } else if (left.get().isUnfinished()) {
        expectAWayOut(scene, left.get(), finishing, when);
      } else {
        expectEnded(scene, left.get().ending().orElseThrow(), when);
      }
    }
  }

  private static String killed(Process victim) throws IOException, InterruptedException {
    try (BufferedReader output = victim.inputReader()) {
      String step = String.valueOf(output.readLine());
      victim.destroyForcibly();
      assertThat(victim.waitFor(STOP_SECONDS, TimeUnit.SECONDS)).isTrue();
      return step;
    }
  }

  private static void expectWholeFiles(Scene scene, String when) throws IOException {
    List<String> texts = scene.texts();
    for (int i = 0; i < texts.size(); i++) {
      assertThat(texts.get(i)).as(when).isIn(scene.old().get(i), scene.fresh().get(i));
    }
  }

  /// The next start says what it found, and leads out of it as it is told.
  private static void expectAWayOut(Scene scene, Repair left, boolean finishing, String when)
      throws IOException {
    String found = found(scene);
    assertThat(run(scene, "undo", "--list").out()).as(when).contains(left.id()).contains(found);

    Product.Run out = run(scene, finishing ? "finish" : "undo");

    assertThat(out.exitCode()).as("%s: %s", when, out.err()).isZero();
    assertThat(out.err()).as(when).contains("repair " + left.id()).contains(found);
    Ending ending = finishing ? Ending.WRITTEN : Ending.UNDONE;
    expectEnded(scene, ending, when);
    assertThat(scene.repairs().getFirst().ending()).as(when).contains(ending);
    assertThat(scene.leftovers()).as(when).isEmpty();
  }

  private static String found(Scene scene) throws IOException {
    List<String> texts = scene.texts();
    return texts.equals(scene.old())
        ? "all files are old"
        : texts.equals(scene.fresh()) ? "all files are new" : "some files are new, some are old";
  }

  private static void expectEnded(Scene scene, Ending ending, String when) throws IOException {
    if (ending == Ending.UNDONE) {
      assertThat(scene.texts()).as(when).isEqualTo(scene.old());
      assertThat(Scene.attributes(scene.files())).as(when).isEqualTo(scene.attributes());
    } else {
      assertThat(scene.texts()).as(when).isEqualTo(scene.fresh());
    }
  }

  private static Product.Run run(Scene scene, String... words) {
    List<String> arguments = new ArrayList<>(List.of(words));
    arguments.addAll(List.of("--backup-dir", scene.backups().toString()));
    return Product.run(arguments);
  }
}
