package dev.wsdoctor.http;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a message head as tolerantly as nginx does; [HeadRules] judges it apart.
public final class HeadParser {
  private static final Pattern STATUS_LINE =
      Pattern.compile("(HTTP/[0-9]\\.[0-9]) +([0-9]{3})(?: (.*))?", Pattern.DOTALL);
  private static final Pattern REQUEST_LINE =
      Pattern.compile("([^ ]+) +([^ ]+) +(HTTP/[0-9]\\.[0-9]) *", Pattern.DOTALL);
  private static final int SHOWN_BYTES = 60;

  private HeadParser() {}

  /// A message head, or the sentence that says why it is none.
  public sealed interface Parsed<M> {
    record Valid<M>(M message) implements Parsed<M> {}

    record Invalid<M>(String message) implements Parsed<M> {}
  }

  public static Parsed<Response> response(String head) {
    List<String> lines = lines(head);
    Matcher matcher = STATUS_LINE.matcher(lines.getFirst());
    if (!matcher.matches()) {
      return new Parsed.Invalid<>(
          "expected a status line such as 'HTTP/1.1 101 Switching Protocols' but found "
              + quote(lines.getFirst()));
    }
    String reason = matcher.group(3) == null ? "" : matcher.group(3);
    return new Parsed.Valid<>(
        new Response(matcher.group(1), Integer.parseInt(matcher.group(2)), reason, fields(lines)));
  }

  /// Empty lines before the request line are skipped (RFC 9112, 2.2).
  public static Parsed<Request> request(String head) {
    List<String> lines = lines(head.replaceFirst("^[\r\n]+", ""));
    Matcher matcher = REQUEST_LINE.matcher(lines.getFirst());
    if (!matcher.matches()) {
      return new Parsed.Invalid<>(
          "expected a request line such as 'GET / HTTP/1.1' but found " + quote(lines.getFirst()));
    }
    return new Parsed.Valid<>(
        new Request(matcher.group(1), matcher.group(2), matcher.group(3), fields(lines)));
  }

  /// The lines before the empty one, without their ends, folded lines joined (RFC 9112, 5.2).
  static List<String> lines(String head) {
    List<String> lines = new ArrayList<>();
    for (String line : head.split("\r?\n", -1)) {
      if (line.isEmpty() && !lines.isEmpty()) {
        break;
      }
      if (lines.size() > 1 && (line.startsWith(" ") || line.startsWith("\t"))) {
        lines.add(lines.removeLast() + " " + line.strip());
      } else {
        lines.add(line);
      }
    }
    return lines;
  }

  private static Fields fields(List<String> lines) {
    return new Fields(
        lines.stream()
            .skip(1)
            .filter(line -> line.indexOf(':') > 0)
            .map(
                line -> {
                  int colon = line.indexOf(':');
                  return new Field(
                      line.substring(0, colon).strip(), line.substring(colon + 1).strip());
                })
            .toList());
  }

  /// The beginning of some bytes as a person can read it, in quotes.
  public static String quote(String bytes) {
    StringBuilder out = new StringBuilder("'");
    bytes
        .chars()
        .limit(SHOWN_BYTES)
        .forEach(
            c -> {
              if (c >= ' ' && c < 0x7f) {
                out.append((char) c);
              } else {
                out.append("\\x%02x".formatted(c));
              }
            });
    return out.append(bytes.length() > SHOWN_BYTES ? "...'" : "'").toString();
  }
}
