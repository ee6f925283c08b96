package dev.wsdoctor.conformance.healthy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The head of a request or an answer: its first line and its fields.
record Head(List<String> lines) {
  private static final int MOST_BYTES = 65_536;

  /// Reads up to the empty line and not a byte further; an early end gives what there was.
  static Head read(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0 && text.length() < MOST_BYTES) {
      int one = in.read();
      if (one < 0) {
        break;
      }
      text.append((char) one);
    }
    return new Head(List.of(text.toString().stripTrailing().split("\r\n", -1)));
  }

  String first() {
    return lines.getFirst();
  }

  List<String> values(String name) {
    String prefix = name.toLowerCase(Locale.ROOT) + ":";
    return lines.stream()
        .skip(1)
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
        .map(line -> line.substring(prefix.length()).strip())
        .toList();
  }

  /// RFC 9110, 5.6.1: a list may be spread over several lines; its options are case-insensitive.
  boolean hasOption(String name, String option) {
    return values(name).stream()
        .flatMap(value -> Stream.of(value.split(",", -1)))
        .anyMatch(value -> value.strip().equalsIgnoreCase(option));
  }

  byte[] bytes() {
    return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }
}
