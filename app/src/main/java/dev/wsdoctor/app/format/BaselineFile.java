package dev.wsdoctor.app.format;

import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.finding.Baseline;
import dev.wsdoctor.repair.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// A baseline as a file of JSON: `wsdoctor-baseline/1`, made to be kept in version control.
public final class BaselineFile {
  private static final String SCHEMA = "wsdoctor-baseline/1";
  private static final int MOST_BYTES = 16 << 20;

  private BaselineFile() {}

  /// The baseline, or the sentence that says why it cannot be used.
  public static Answer<Baseline> read(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    } catch (NoSuchFileException _) {
      return new Answer.Unusable<>(
          "there is no baseline at %s: make it with --write-baseline %s".formatted(file, file));
    } catch (IOException e) {
      return new Answer.Unusable<>("cannot read the baseline: " + e.getMessage());
    }
    return bytes.length > MOST_BYTES
        ? unusable(file, "more than %d bytes".formatted(MOST_BYTES))
        : parse(file, bytes);
  }

  /// Replaces the file as a whole, or says why it could not.
  public static Optional<String> write(Path file, Baseline baseline) {
    Path whole = file.toAbsolutePath();
    Path part = whole.resolveSibling(whole.getFileName() + ".new");
    try {
      Files.write(part, bytes(baseline));
      Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("cannot write the baseline: " + Reason.of(e));
    }
  }

  /// A finding a line, so that a change shows in a diff as what it is.
  static byte[] bytes(Baseline baseline) {
    StringBuilder text = new StringBuilder("{\"schema\":\"%s\",\"findings\":[".formatted(SCHEMA));
    String separator = "\n";
    for (Baseline.Entry entry : baseline.entries()) {
      byte[] line =
          Json.document(
              json -> {
                json.string("id", entry.id());
                json.string("where", entry.where());
                json.string("text", entry.text());
                json.number("count", entry.count());
                json.string("fingerprint", entry.fingerprint());
              });
      text.append(separator).append(new String(line, StandardCharsets.UTF_8).strip());
      separator = ",\n";
    }
    return text.append("\n]}\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Answer<Baseline> parse(Path file, byte[] bytes) {
    try (JsonParser in = new JsonFactory().createParser(ObjectReadContext.empty(), bytes)) {
      return new Reader(in)
          .read()
          .<Answer<Baseline>>map(Answer.Given::new)
          .orElseGet(() -> unusable(file, "something else"));
    } catch (JacksonException e) {
      return unusable(file, e.getOriginalMessage());
    }
  }

  private static Answer<Baseline> unusable(Path file, String found) {
    return new Answer.Unusable<>(
        "%s is no baseline: expected what --write-baseline writes, %s, but found: %s"
            .formatted(file, SCHEMA, found));
  }

  /// Takes the objects of `findings` one by one; names it does not know are passed over.
  private static final class Reader {
    private final JsonParser in;
    private final List<Baseline.Entry> entries = new ArrayList<>();
    private boolean isOurs;

    Reader(JsonParser in) {
      this.in = in;
    }

    Optional<Baseline> read() {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = in.currentName();
        in.nextToken();
        switch (name) {
          case "schema" -> isOurs = SCHEMA.equals(in.getValueAsString());
          case "findings" -> findings();
          default -> in.skipChildren();
        }
      }
      return isOurs ? Optional.of(new Baseline(entries)) : Optional.empty();
    }

    private void findings() {
      if (in.currentToken() != JsonToken.START_ARRAY) {
        return;
      }
      while (in.nextToken() == JsonToken.START_OBJECT) {
        entry(members()).ifPresent(entries::add);
      }
    }

    private Map<String, String> members() {
      Map<String, String> values = new HashMap<>();
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = in.currentName();
        in.nextToken();
        values.put(name, in.getValueAsString(""));
        in.skipChildren();
      }
      return values;
    }

    /// What somebody has spoilt knows nothing: its finding counts as a new one.
    private static Optional<Baseline.Entry> entry(Map<String, String> values) {
      String count = values.getOrDefault("count", "");
      return count.matches("[0-9]{1,6}")
          ? Optional.of(
              new Baseline.Entry(
                  values.getOrDefault("id", ""),
                  values.getOrDefault("where", ""),
                  values.getOrDefault("fingerprint", ""),
                  Integer.parseInt(count),
                  values.getOrDefault("text", "")))
          : Optional.empty();
    }
  }
}
