package dev.wsdoctor.http;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Judges the bytes of a message head that [HeadParser] has read tolerantly.
public final class HeadRules {
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern FORBIDDEN_IN_VALUE =
      Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f]");

  private HeadRules() {}

  /// What is wrong with a head, one sentence each, with its clause.
  public static List<String> violations(String head) {
    List<String> found = new ArrayList<>();
    if (Pattern.compile("(?<!\r)\n").matcher(head).find()) {
      found.add("expected lines to end in CR LF but found a bare LF (RFC 9112, 2.2)");
    }
    Stream.of(head.split("\r?\n")).skip(1).forEach(line -> judge(line, found));
    return found;
  }

  private static void judge(String line, List<String> found) {
    if (line.startsWith(" ") || line.startsWith("\t")) {
      found.add("expected one line per field but found a folded line (RFC 9112, 5.2)");
      return;
    }
    int colon = line.indexOf(':');
    if (colon < 0) {
      found.add(
          "expected a field line 'name: value' but found %s (RFC 9112, 5)"
              .formatted(HeadParser.quote(line)));
      return;
    }
    String name = line.substring(0, colon);
    if (!TOKEN.matcher(name).matches()) {
      found.add(
          "expected a field name made of token characters but found %s (RFC 9110, 5.1)"
              .formatted(HeadParser.quote(name)));
    }
    if (FORBIDDEN_IN_VALUE.matcher(line.substring(colon + 1)).find()) {
      found.add(
          "expected no control characters in the value of %s but found some (RFC 9110, 5.5)"
              .formatted(name));
    }
  }
}
