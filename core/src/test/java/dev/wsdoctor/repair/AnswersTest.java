package dev.wsdoctor.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.http.Target;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswersTest {
  private static final Target PAGE = new Target(false, false, "h", 80, "/");

  @ParameterizedTest
  @CsvSource({
    "200, 200, kept",
    "200, 302, broken",
    "302, 302, kept",
    "200, 502, broken",
    "200,   0, broken",
    "404, 404, kept",
    "400, 426, kept",
    "404, 200, broken",
    "404, 502, broken",
    "403, 200, broken",
    "403, 404, broken",
    "401, 401, kept",
    "502, 200, kept",
    "502,   0, kept",
  })
  void aPageIsHeldToWhatItAnswered(int before, int now, String expected) {
    Answers answers = new Answers("400", List.of(new Answers.Page(PAGE, before)));
    List<Answers.Page> found = now == 0 ? List.of() : List.of(new Answers.Page(PAGE, now));

    List<String> broken = answers.broken(found);

    assertThat(broken).hasSize(expected.equals("kept") ? 0 : 1);
    assertThat(broken)
        .allMatch(sentence -> sentence.startsWith("http://h/ answered " + before + " before and "));
  }
}
