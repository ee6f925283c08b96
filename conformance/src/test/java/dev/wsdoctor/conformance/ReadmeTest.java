package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What README.md shows of the program is what the program does.
class ReadmeTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String CALL = "    $ ./wsdoctor ";
  private static final String CUT = "    [...]";

  /// A call as README.md has it, and the lines that it shows below.
  record Example(List<String> words, int columns, List<String> shown) {}

  static Stream<Example> examples() throws IOException {
    List<String> lines = Files.readAllLines(ROOT.resolve("README.md"));
    List<Example> all = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(CALL)) {
        all.add(example(lines.get(i).substring(CALL.length()), lines.subList(i + 1, lines.size())));
      }
    }
    return all.stream();
  }

  private static Example example(String call, List<String> below) {
    String[] parts = call.split(" \\| cut -c1-", 2);
    List<String> shown =
        below.stream()
            .takeWhile(line -> line.startsWith("    ") || line.isEmpty())
            .takeWhile(line -> !line.equals(CUT))
            .map(line -> line.isEmpty() ? line : line.substring(4).stripTrailing())
            .toList();
    int columns = parts.length > 1 ? Integer.parseInt(parts[1].strip()) : Integer.MAX_VALUE;
    return new Example(Arrays.asList(parts[0].strip().split(" ", -1)), columns, shown);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void whatIsShownIsPrinted(Example example) {
    Product.Run run =
        Product.runIn(
            ROOT,
            example.words().stream()
                .map(word -> word.startsWith("examples/") ? ROOT + "/" + word : word)
                .toList());
    List<String> printed =
        (run.out() + run.err())
            .lines()
            .map(
                line ->
                    line.substring(0, Math.min(line.length(), example.columns())).stripTrailing())
            .toList();
    List<String> shown = new ArrayList<>(example.shown());
    while (!shown.isEmpty() && shown.getLast().isEmpty()) {
      shown.removeLast();
    }
    assertThat(shown).hasSizeGreaterThan(3);
    assertThat(printed.subList(0, Math.min(printed.size(), shown.size())))
        .containsExactlyElementsOf(shown);
  }

  @Test
  void thereAreExamples() throws IOException {
    assertThat(examples()).hasSizeGreaterThan(1);
  }
}
