package dev.wsdoctor.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Edits, and the diffs that show them.
class EditsTest {
  private static final SourceFile FILE = SourceFile.ofText("f", "0123456789");

  @Test
  void editsAreAppliedInAnyOrder() {
    assertThat(Edits.apply(FILE, List.of(edit(7, 8, "x"), edit(0, 2, ""), edit(2, 2, "ab"))))
        .isEqualTo("ab23456x89");
    assertThat(Edits.apply(FILE, List.of(edit(3, 3, "a"), edit(3, 3, "b"), edit(3, 4, "c"))))
        .isEqualTo("012abc456789");
  }

  @Test
  void overlappingEditsAreRefused() {
    assertThat(Edits.tryApply(FILE, List.of(edit(5, 8, "x"), edit(4, 6, "y"))))
        .isEqualTo(new Edits.Refused("two edits overlap at f:1"));
    assertThatThrownBy(() -> Edits.apply(SourceFile.ofText("g", ""), List.of(edit(0, 1, ""))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an edit of f:1 cannot be applied to g");
  }

  private static Edit edit(int start, int end, String text) {
    return new Edit(new SourceRange(FILE, start, end), text);
  }

  @Test
  void aDiffShowsTheChangeInItsContext() {
    SourceFile before = SourceFile.ofText("n.conf", "a\nb\nc\nd\ne\nf\ng\nh\n");
    assertThat(UnifiedDiff.of(before, "a\nb\nc\nD\nE\ne\nf\ng\nh", 1))
        .isEqualTo(
            """
            --- n.conf
            +++ n.conf
            @@ -3,3 +3,4 @@
             c
            -d
            +D
            +E
             e
            @@ -7,2 +8,2 @@
             g
            -h
            +h
            \\ No newline at end of file
            """);
    assertThat(UnifiedDiff.of(before, before.text(), 3)).isEmpty();
    assertThat(UnifiedDiff.of(SourceFile.ofText("e", ""), "x\n", 3))
        .isEqualTo("--- e\n+++ e\n@@ -0,0 +1 @@\n+x\n");
  }

  @Test
  void aDiffLeadsFromTheOldTextToTheNew() {
    for (long seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      String before = lines(random);
      String after = random.nextBoolean() ? lines(random) : before + lines(random);
      int context = random.nextInt(4);
      String diff = UnifiedDiff.of(SourceFile.ofText("f", before), after, context);
      assertThat(patched(before, diff)).as("seed %d%n%s", seed, diff).isEqualTo(after);
    }
  }

  private static String lines(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append((char) ('a' + random.nextInt(4))).append('\n');
    }
    boolean cut = !text.isEmpty() && random.nextInt(3) == 0;
    return cut ? text.substring(0, text.length() - 1) : text.toString();
  }

  private static List<String> split(String text) {
    return Pattern.compile("(?<=\n)").splitAsStream(text).filter(line -> !line.isEmpty()).toList();
  }

  /// What `patch` does, strictly.
  private static String patched(String before, String diff) {
    List<String> old = split(before);
    List<String> out = new ArrayList<>();
    int at = 0;
    List<String> lines = split(diff);
    for (int i = 2; i < lines.size(); i++) {
      String text = lines.get(i).substring(1);
      if (i + 1 < lines.size() && lines.get(i + 1).startsWith("\\")) {
        text = text.substring(0, text.length() - 1);
      }
      switch (lines.get(i).charAt(0)) {
        case '@' -> {
          String[] range = lines.get(i).split("[-, ]+", -1);
          int start = Integer.parseInt(range[1]);
          boolean empty = range[2].equals("0");
          while (at < (empty ? start : start - 1)) {
            out.add(old.get(at++));
          }
        }
        case ' ' -> {
          assertThat(old.get(at)).isEqualTo(text);
          out.add(old.get(at++));
        }
        case '-' -> assertThat(old.get(at++)).isEqualTo(text);
        case '+' -> out.add(text);
        default -> assertThat(lines.get(i)).startsWith("\\");
      }
    }
    out.addAll(old.subList(at, old.size()));
    return String.join("", out);
  }
}
