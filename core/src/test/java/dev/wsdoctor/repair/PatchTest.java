package dev.wsdoctor.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatchTest {
  private static final String[] PIECES = {
    "a;\n", "b {\n", "}\n", "\n", "c\r\n", "d # \u00e9\n", "e", "location /ws {\n"
  };

  @TempDir private Path folder;

  @Test
  void thereIsOnePatchPerFileInTheOrderOfTheEdits() {
    SourceFile one = SourceFile.ofText("one", "a");
    SourceFile two = SourceFile.ofText("two", "b");

    List<Patch> patches =
        Patch.of(
            List.of(Edit.insert(two, 0, "x"), Edit.insert(one, 0, "y"), Edit.insert(two, 1, "z")));

    assertThat(patches).extracting(Patch::after).containsExactly("xbz", "ya");
  }

  @Test
  void theSameEditTwiceIsOneEdit() {
    SourceFile file = SourceFile.ofText("f", "a");

    assertThat(
            new Patch(file, List.of(Edit.insert(file, 1, "b"), Edit.insert(file, 1, "b"))).after())
        .isEqualTo("ab");
  }

  @Test
  void aPatchThatChangesNothingHasNoDiff() {
    SourceFile file = SourceFile.ofText("f", "a\n");

    assertThat(new Patch(file, List.of(new Edit(new SourceRange(file, 0, 1), "a"))).diff())
        .isEmpty();
  }

  /// git is the judge: what it makes of the diff is what the edits make.
  @Test
  void gitTurnsTheOldTextIntoTheNewOneByTheDiff() throws Exception {
    for (int seed = 0; seed < 60; seed++) {
      Patch patch = randomPatch(new Random(seed));
      if (!patch.diff().isEmpty()) {
        assertThat(patchedByGit(patch)).as("seed %d", seed).isEqualTo(patch.after());
      }
    }
  }

  private static Patch randomPatch(Random random) {
    SourceFile file = SourceFile.ofText("f", text(random, 1 + random.nextInt(30)));
    List<Edit> edits = new ArrayList<>();
    int at = 0;
    while (at < file.text().length() && edits.size() < 4) {
      int start = at + random.nextInt(file.text().length() - at);
      int end = Math.min(file.text().length(), start + random.nextInt(12));
      edits.add(new Edit(new SourceRange(file, start, end), text(random, random.nextInt(3))));
      at = end + 1;
    }
    return new Patch(file, edits);
  }

  private static String text(Random random, int pieces) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pieces; i++) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  private String patchedByGit(Patch patch) throws IOException, InterruptedException {
    Path file = Files.write(folder.resolve("f"), patch.before().bytes());
    Path diff =
        Files.writeString(folder.resolve("diff"), patch.diff(), StandardCharsets.ISO_8859_1);
    Process git =
        new ProcessBuilder(
                "git", "apply", "-p0", "--unidiff-zero", "--whitespace=nowarn", diff.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(git.waitFor()).as("%s%n%s", said, patch.diff()).isZero();
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }
}
