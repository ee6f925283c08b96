package dev.wsdoctor.app.format;

import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.Fields;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Hides what must not leave the machine in a ticket or a CI log. A secret is known by where it
/// stands (a field, a parameter, a setting); once known it is hidden wherever else it turns up.
public final class Secrets {
  /// A shorter one turns up by chance within other words; it is hidden where it stands only.
  private static final int SHORTEST_TO_LOOK_FOR = 6;

  private final Set<String> known = new LinkedHashSet<>();

  Secrets() {}

  /// A sentence or a few lines, with what looks like a secret hidden.
  public static String hide(String text) {
    return SecretText.in(text).hidden();
  }

  /// The edits for a program to apply: all of them, or none when one holds a hidden secret, because
  /// what stands for it must not get into a file.
  static List<Edit> applicable(Fix fix) {
    boolean hides =
        fix.edits().stream().anyMatch(edit -> edit.replacement().contains(Marked.HIDDEN));
    return hides ? List.of() : fix.edits();
  }

  void learn(Fields fields) {
    fields.forEach(field -> learn(SecretFields.in(field.name(), field.value(), false)));
  }

  void learn(Marked marked) {
    marked.stretches().stream()
        .filter(stretch -> stretch.length() >= SHORTEST_TO_LOOK_FOR)
        .forEach(known::add);
  }

  String text(String text) {
    return marked(text).hidden();
  }

  Marked marked(String text) {
    Marked marked = SecretText.in(text);
    known.forEach(secret -> mark(marked, secret));
    return marked;
  }

  String field(String name, String value, boolean template) {
    Marked marked = marked(value);
    marked.mark(0, SecretFields.in(name, value, template));
    return marked.hidden();
  }

  Fields fields(Fields fields) {
    return new Fields(
        fields.lines().stream()
            .map(line -> new Field(line.name(), field(line.name(), line.value(), false)))
            .toList());
  }

  /// The head of an answer as it came: its lines are fields, but for the first.
  String head(String head) {
    StringBuilder out = new StringBuilder(head.length());
    for (String line : head.split("(?<=\n)", -1)) {
      String content = line.stripTrailing();
      out.append(headLine(content)).append(line, content.length(), line.length());
    }
    return out.toString();
  }

  private String headLine(String line) {
    int colon = line.indexOf(':');
    if (colon < 1) {
      return text(line);
    }
    String value = line.substring(colon + 1);
    int blanks = value.length() - value.stripLeading().length();
    return line.substring(0, colon + 1 + blanks)
        + field(line.substring(0, colon), value.substring(blanks), false);
  }

  private static void mark(Marked marked, String secret) {
    String text = marked.text();
    for (int at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1)) {
      marked.mark(at, at + secret.length());
    }
  }
}
