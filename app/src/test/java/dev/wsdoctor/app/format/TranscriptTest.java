package dev.wsdoctor.app.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.wsdoctor.capture.Selection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptTest {
  private static final Path SCHEMA = Path.of("../docs/schema/wsdoctor-1.schema.json");

  @Test
  void theTextShowsWhoSaidWhatWhen() {
    assertThat(printed("text", false))
        .startsWith("hops.pcap: 12 packets in 2 s, 3 connections with a WebSocket handshake\n")
        .contains("  not shown: 2, ordinary HTTP\n")
        .contains("#1 goes on as #2  by its Sec-WebSocket-Key\n")
        .contains("    request  Host: a.example  ->  backend\n")
        .contains("#1  10.0.0.9:40000 -> 10.0.0.1:80  GET /chat?token=[hidden], 101 after ")
        .contains("> text 48 B  {\"password\":\"[hidden]\",\"to\":\"m\u00fcller\"}\\n\n")
        .contains("<   frame 1 of a text message, 4 B\n")
        .contains("< ping 2 B  70 01\n")
        .contains("< text 10 B in 2 frames  fragmented\n")
        .contains("< binary 3 B  00 01 02\n")
        .contains("> breaks a rule: expected reserved bits that no extension uses to be 0")
        .contains("> 7 B were not captured\n")
        .contains("< close 1001 (going away): going\n")
        .contains("binary frame that never became complete: 65.5 kB announced, 6 B came")
        .contains("< body 5 B  sorry\n")
        .contains("#2  10.0.0.1:50000 -> unix:/run/app  GET /chat")
        .contains("* a remark\n");
  }

  @Test
  void secretsAreHiddenUnlessAskedFor() {
    for (String format : new String[] {"text", "json"}) {
      assertThat(printed(format, false)).doesNotContain(RecordingSamples.SECRET);
      assertThat(printed(format, true)).contains(RecordingSamples.SECRET);
    }
  }

  @Test
  void theJsonIsWhatTheSchemaDescribes() throws IOException {
    String json = printed("json", false);
    assertThat(json)
        .contains("\"kind\":\"incomplete\"")
        .contains("\"paired_by\":\"key\"")
        .contains("\"base64\":\"AAEC\"");
    assertThat(violations(json)).isEmpty();
    assertThat(violations(json.replace("\"silence_ms\"", "\"silence\""))).isNotEmpty();
  }

  private static String printed(String format, boolean secrets) {
    TranscriptFormat found =
        Formats.transcripts(format, new Viewer(false, "", secrets)).orElseThrow();
    return new String(
        found.transcript(RecordingSamples.full().selecting(Selection.ALL)), StandardCharsets.UTF_8);
  }

  private static List<String> violations(String json) throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Files.readString(SCHEMA), InputFormat.JSON)
        .validate(json, InputFormat.JSON)
        .stream()
        .map(Object::toString)
        .toList();
  }
}
