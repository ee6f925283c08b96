package dev.wsdoctor.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Patch;
import dev.wsdoctor.repair.Repair.Progress;
import dev.wsdoctor.repair.Repairs.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The same repair of two files, with something happening at each of its steps in turn.
class IncidentsTest {
  /// More steps than it takes.
  private static final int MANY_STEPS = 500;

  @TempDir(factory = MemoryFolder.class)
  private Path temporary;

  @Test
  void aFailureOfAnyStepLeavesAllFilesOld() throws IOException {
    int failures = 0;
    for (int step = 1; step < MANY_STEPS; step++) {
      Bench bench = Bench.in(temporary, "failing-" + step);
      Incident incident = Incident.once(step, Incident.diskFull());
      Result result = bench.write(patches(bench), incident);
      if (!incident.hasHappened()) {
        assertThat(result).isInstanceOf(Result.Done.class);
        break;
      }
      assertThat(result).as(incident.toString()).isInstanceOf(Result.Refused.class);
      expect(bench, incident, "a;\n", "b;\n");
      assertThat(bench.names()).as(incident.toString()).containsExactly("one.conf", "two.conf");
      failures++;
    }
    assertThat(failures).isBetween(30, MANY_STEPS - 2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatFailsForGoodIsFinishedOrUndoneLater(boolean finishing) throws IOException {
    int stuck = 0;
    for (int step = 1; step < MANY_STEPS; step++) {
      Bench bench = Bench.in(temporary, "broken-" + step);
      Incident incident = Incident.from(step, Incident.diskFull());
      Result result = bench.write(patches(bench), incident);
      if (!incident.hasHappened()) {
        break;
      }
      assertThat(result).as(incident.toString()).isNotInstanceOf(Result.Done.class);
      if (result instanceof Result.Stuck(Repair repair, String message)) {
        stuck++;
        assertThat(message).contains("No space left").contains(repair.folder().toString());
        assertThat(repair.progress()).isNotEqualTo(Progress.FOREIGN);
        Bench.done(finishing ? bench.finish(repair) : bench.undo(repair));
        expect(bench, incident, finishing ? "a;\nc;\n" : "a;\n", finishing ? "b;\nd;\n" : "b;\n");
        assertThat(bench.names()).as(incident.toString()).containsExactly("one.conf", "two.conf");
      }
    }
    assertThat(stuck).isGreaterThan(5);
  }

  /// Their text is what stands there at the end, and the other file is old, unless they came after
  /// all was written.
  @Test
  void aStrangersTextSurvivesWheneverItComes() throws IOException {
    int conflicts = 0;
    for (int step = 1; step < MANY_STEPS; step++) {
      Bench bench = Bench.in(temporary, "stranger-" + step);
      Path two = bench.folder().resolve("two.conf");
      Incident stranger = Incident.once(step, () -> Files.writeString(two, "theirs;\n"));
      Result result = bench.write(patches(bench), stranger);
      if (!stranger.hasHappened()) {
        break;
      }
      if (result instanceof Result.Refused(String message)) {
        conflicts++;
        expect(bench, stranger, "a;\n", "theirs;\n");
        assertThat(message).contains(two.toString());
      } else {
        expect(bench, stranger, "a;\nc;\n", "theirs;\n");
      }
    }
    assertThat(conflicts).isGreaterThan(20);
  }

  private static List<Patch> patches(Bench bench) throws IOException {
    return List.of(
        Bench.append(bench.file("one.conf", "a;\n"), "c;\n"),
        Bench.append(bench.file("two.conf", "b;\n"), "d;\n"));
  }

  private static void expect(Bench bench, Incident incident, String one, String two) {
    assertThat(bench.folder().resolve("one.conf")).as(incident.toString()).hasContent(one);
    assertThat(bench.folder().resolve("two.conf")).as(incident.toString()).hasContent(two);
  }
}
