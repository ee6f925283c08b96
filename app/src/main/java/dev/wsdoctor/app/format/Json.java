package dev.wsdoctor.app.format;

import dev.wsdoctor.conf.Directive;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes JSON in the order of the calls. Text is decoded on its way in; an absent value is written
/// as null, so that every object has all of its names.
final class Json {
  private final StringWriter text = new StringWriter();
  private final JsonGenerator out =
      new JsonFactory().createGenerator(ObjectWriteContext.empty(), text);

  /// One document whose outermost value is an object, with a line end behind it.
  static byte[] document(Consumer<Json> members) {
    Json json = new Json();
    json.object(() -> members.accept(json));
    json.out.close();
    return (json.text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  void object(Runnable members) {
    out.writeStartObject();
    members.run();
    out.writeEndObject();
  }

  void object(String name, Runnable members) {
    out.writeName(name);
    object(members);
  }

  <T> void object(String name, Optional<T> value, Consumer<T> members) {
    if (value.isPresent()) {
      object(name, () -> members.accept(value.get()));
    } else {
      out.writeNullProperty(name);
    }
  }

  <T> void objects(String name, Iterable<T> values, Consumer<T> members) {
    out.writeArrayPropertyStart(name);
    values.forEach(value -> object(() -> members.accept(value)));
    out.writeEndArray();
  }

  void strings(String name, Iterable<String> values) {
    out.writeArrayPropertyStart(name);
    values.forEach(value -> out.writeString(ByteText.decode(value)));
    out.writeEndArray();
  }

  void string(String name, String value) {
    out.writeStringProperty(name, ByteText.decode(value));
  }

  void string(String name, Optional<String> value) {
    if (value.isPresent()) {
      string(name, value.get());
    } else {
      out.writeNullProperty(name);
    }
  }

  void number(String name, long value) {
    out.writeNumberProperty(name, value);
  }

  void number(String name, double value) {
    out.writeNumberProperty(name, value);
  }

  void number(String name, Optional<? extends Number> value) {
    if (value.isPresent()) {
      number(name, value.get().longValue());
    } else {
      out.writeNullProperty(name);
    }
  }

  /// Milliseconds with three decimals.
  void milliseconds(String name, Optional<Duration> value) {
    if (value.isPresent()) {
      out.writeName(name);
      out.writeNumber(BigDecimal.valueOf(value.get().toNanos() / 1000, 3));
    } else {
      out.writeNullProperty(name);
    }
  }

  void bool(String name, boolean value) {
    out.writeBooleanProperty(name, value);
  }

  /// `file` and `line` of a directive, both null when there is none.
  void place(Optional<Directive> directive) {
    string("file", directive.map(d -> d.range().file().name()));
    number("line", directive.map(d -> d.range().line()));
  }
}
