package dev.wsdoctor.directive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Default values by version, oldest first.
public record Defaults(List<Entry> entries) {
  /// A value that holds from a version on; empty text where nothing is set by default.
  public record Entry(Optional<NginxVersion> since, String value) {}

  public Defaults {
    entries = List.copyOf(entries);
  }

  /// Reads `1.0;1.29.7=1.1`; `-` is: no default.
  static Defaults parse(String text) {
    if (text.equals("-")) {
      return new Defaults(List.of());
    }
    List<Entry> entries = new ArrayList<>();
    for (String entry : Columns.split(text, ';')) {
      entries.add(entry(entry));
    }
    return new Defaults(entries);
  }

  private static Entry entry(String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      return new Entry(Optional.empty(), text);
    }
    return new Entry(NginxVersion.find(text.substring(0, equals)), text.substring(equals + 1));
  }

  /// What holds in that version.
  public Optional<String> in(NginxVersion version) {
    return entries.stream()
        .filter(e -> e.since().stream().allMatch(since -> version.compareTo(since) >= 0))
        .reduce((_, newer) -> newer)
        .map(Entry::value)
        .filter(value -> !value.isEmpty());
  }
}
