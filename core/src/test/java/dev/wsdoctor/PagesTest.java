package dev.wsdoctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/// Every page of `wsdoctor why` has the same shape, so that a reader finds the fix without reading.
class PagesTest {
  private static final int WIDEST_LINE = 100;
  private static final int FEWEST_LINES = 20;
  private static final int MOST_LINES = 48;
  private static final List<String> SECTIONS =
      List.of(
          "What happens",
          "Why nginx does it",
          "How to see it",
          "The fix",
          "What does not help",
          "Versions",
          "Sources");
  private static final Pattern SAMPLE = Pattern.compile("(?ms)^```nginx\n(.*?)^```$");
  private static final Pattern REFERENCE = Pattern.compile("wsdoctor why ([a-z0-9.-]+[a-z0-9])");

  @Test
  void everyPageOpensWithItsIdAndOneSentence() throws Exception {
    forEachPage(
        (softly, page) -> {
          softly.assertThat(page.lines().get(0)).isEqualTo("# " + page.id());
          softly.assertThat(page.lines().get(1)).isEmpty();
          softly.assertThat(page.lines().get(2)).as(page.id()).matches("(?!.*\\. )\\S.*\\.");
          softly.assertThat(page.lines().get(3)).as(page.id()).isEmpty();
        });
  }

  @Test
  void everyPageHasTheSameSectionsInTheSameOrder() throws Exception {
    forEachPage(
        (softly, page) ->
            softly
                .assertThat(page.sections().stream().map(Section::title))
                .as(page.id())
                .containsExactlyElementsOf(SECTIONS));
  }

  @Test
  void noSectionIsEmpty() throws Exception {
    forEachPage(
        (softly, page) ->
            softly
                .assertThat(page.sections())
                .as(page.id())
                .allSatisfy(section -> assertThat(section.text()).isNotBlank()));
  }

  @Test
  void everyPageFitsAScreen() throws Exception {
    forEachPage(
        (softly, page) -> {
          softly.assertThat(page.lines()).as(page.id()).hasSizeBetween(FEWEST_LINES, MOST_LINES);
          for (String line : page.lines()) {
            softly
                .assertThat(line.length())
                .as(page.id() + ": " + line)
                .isLessThan(WIDEST_LINE + 1);
            softly
                .assertThat(line)
                .as(page.id())
                .doesNotContain("\t")
                .isEqualTo(line.stripTrailing());
          }
        });
  }

  @Test
  void everyFixShowsAConfigurationIndentedByFour() throws Exception {
    forEachPage(
        (softly, page) -> {
          List<String> samples =
              SAMPLE.matcher(page.section("The fix")).results().map(m -> m.group(1)).toList();
          softly.assertThat(samples).as(page.id()).isNotEmpty();
          for (String sample : samples) {
            softly.assertThat(sample).as(page.id()).isEqualTo(indentedByFour(sample));
          }
        });
  }

  @Test
  void aPageRefersToPagesThatExist() throws Exception {
    List<String> ids = pages().stream().map(Page::id).toList();
    forEachPage(
        (softly, page) ->
            softly
                .assertThat(REFERENCE.matcher(page.text()).results().map(m -> m.group(1)))
                .as(page.id())
                .isSubsetOf(ids));
  }

  private record Section(String title, String text) {}

  private record Page(String id, String text) {
    List<String> lines() {
      return text.lines().toList();
    }

    List<Section> sections() {
      List<Section> sections = new ArrayList<>();
      for (String part : text.split("(?m)^## ", -1)) {
        int end = part.indexOf('\n');
        sections.add(new Section(part.substring(0, end), part.substring(end)));
      }
      return sections.subList(1, sections.size());
    }

    String section(String title) {
      return sections().stream()
          .filter(section -> section.title().equals(title))
          .map(Section::text)
          .findFirst()
          .orElse("");
    }
  }

  private interface PageCheck {
    void check(SoftAssertions softly, Page page);
  }

  private static void forEachPage(PageCheck check) throws Exception {
    SoftAssertions softly = new SoftAssertions();
    pages().forEach(page -> check.check(softly, page));
    softly.assertAll();
  }

  private static List<Page> pages() throws IOException {
    Path folder = Path.of("src/main/resources/rules");
    TreeMap<String, Page> pages = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String id = file.getFileName().toString().replaceFirst("\\.md$", "");
        pages.put(id, new Page(id, Files.readString(file)));
      }
    }
    assertThat(pages).hasSizeGreaterThan(60);
    return List.copyOf(pages.values());
  }

  /// The sample with each line indented by four per open block; a continued parameter keeps its
  /// own.
  private static String indentedByFour(String sample) {
    StringBuilder expected = new StringBuilder();
    int depth = 0;
    boolean continued = false;
    for (String line : sample.lines().toList()) {
      String code = line.strip();
      depth -= code.equals("}") ? 1 : 0;
      expected.append(continued ? line : "    ".repeat(depth) + code).append('\n');
      depth += code.endsWith("{") ? 1 : 0;
      continued = !code.startsWith("#") && !code.matches(".*[;{}]");
    }
    return expected.toString();
  }
}
