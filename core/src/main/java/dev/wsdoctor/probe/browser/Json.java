package dev.wsdoctor.probe.browser;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A JSON value (RFC 8259) as the DevTools protocol speaks it. Texts are the bytes of their UTF-8,
/// one char per byte, as everywhere before they are printed.
sealed interface Json {
  record Text(String value) implements Json {}

  record Amount(double value) implements Json {}

  record Flag(boolean value) implements Json {}

  record Nothing() implements Json {}

  record Items(List<Json> values) implements Json {
    public Items {
      values = List.copyOf(values);
    }
  }

  /// The members in their order.
  record Members(Map<String, Json> values) implements Json {
    public Members {
      values = new LinkedHashMap<>(values);
    }
  }

  static Json text(String value) {
    return new Text(value);
  }

  static Json number(long value) {
    return new Amount(value);
  }

  static Json flag(boolean value) {
    return new Flag(value);
  }

  static Json items(List<? extends Json> values) {
    return new Items(List.copyOf(values));
  }

  /// No members, to begin with.
  static Members members() {
    return new Members(Map.of());
  }

  /// The value behind these names, one inside the other; nothing where there is none.
  default Json at(String... names) {
    Json found = this;
    for (String name : names) {
      found =
          found instanceof Members(var values)
              ? values.getOrDefault(name, new Nothing())
              : new Nothing();
    }
    return found;
  }

  /// Empty unless this is a text.
  default String text() {
    return this instanceof Text(String value) ? value : "";
  }

  default Optional<Double> number() {
    return this instanceof Amount(double value) ? Optional.of(value) : Optional.empty();
  }

  default boolean isTrue() {
    return this instanceof Flag(boolean value) && value;
  }

  default boolean isThere() {
    return !(this instanceof Nothing);
  }

  default List<Json> items() {
    return this instanceof Items(var values) ? values : List.of();
  }

  default Map<String, Json> entries() {
    return this instanceof Members(var values) ? values : Map.of();
  }

  /// These members with one more; a value that is no object becomes one.
  default Members with(String name, Json value) {
    Map<String, Json> more = new LinkedHashMap<>(entries());
    more.put(name, value);
    return new Members(more);
  }

  default Members with(String name, String value) {
    return with(name, text(value));
  }

  /// As it goes on the wire.
  default String print() {
    StringBuilder out = new StringBuilder();
    JsonText.print(this, out);
    return out.toString();
  }
}
