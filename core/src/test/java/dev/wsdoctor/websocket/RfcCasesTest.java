package dev.wsdoctor.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.websocket.MessageDecoder.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every case against the checked-in results, whole and cut everywhere. After a wanted change,
/// `-Dwsdoctor.accept=true` writes the file anew; review its diff. The module conformance holds two
/// third-party peers against the same file.
class RfcCasesTest {
  private static final Path EXPECTED = Path.of("src/test/resources/websocket/rfc-cases.tsv");
  private static final int CUT_EVERYWHERE_UP_TO = 300;

  @Test
  void everyCaseEndsAsExpected() throws IOException {
    List<String> lines =
        RfcCases.all().stream().map(one -> one.line(one.decoder().feed(one.bytes()))).toList();
    if (Boolean.getBoolean("wsdoctor.accept")) {
      Files.write(EXPECTED, lines, StandardCharsets.UTF_8);
    }
    assertThat(lines).hasSizeGreaterThan(400);
    assertThat(lines).isEqualTo(Files.readAllLines(EXPECTED));
  }

  @Test
  void namesAreUnique() {
    assertThat(RfcCases.all()).extracting(RfcCase::name).doesNotHaveDuplicates();
  }

  @Test
  void noCutChangesAnything() {
    for (RfcCase one : RfcCases.all()) {
      List<Event> whole = one.decoder().feed(one.bytes());
      byte[] bytes = one.bytes();
      assertThat(inSteps(one, 4_097)).as(one.name()).isEqualTo(whole);
      if (bytes.length <= CUT_EVERYWHERE_UP_TO) {
        assertThat(inSteps(one, 1)).as(one.name()).isEqualTo(whole);
        for (int cut = 1; cut < bytes.length; cut++) {
          assertThat(cutAt(one, bytes, cut)).as(one.name() + " cut at " + cut).isEqualTo(whole);
        }
      }
    }
  }

  private static List<Event> cutAt(RfcCase one, byte[] bytes, int cut) {
    MessageDecoder decoder = one.decoder();
    List<Event> events = new ArrayList<>(decoder.feed(bytes, 0, cut));
    events.addAll(decoder.feed(bytes, cut, bytes.length - cut));
    return events;
  }

  private static List<Event> inSteps(RfcCase one, int step) {
    MessageDecoder decoder = one.decoder();
    List<Event> events = new ArrayList<>();
    byte[] bytes = one.bytes();
    for (int at = 0; at < bytes.length; at += step) {
      events.addAll(decoder.feed(bytes, at, Math.min(step, bytes.length - at)));
    }
    return events;
  }
}
