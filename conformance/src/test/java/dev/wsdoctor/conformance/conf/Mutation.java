package dev.wsdoctor.conformance.conf;

import java.util.Random;

/// Damages a text where a lexer is easily wrong.
final class Mutation {
  private static final String[] PIECES = {
    "\"",
    "'",
    ";",
    "{",
    "}",
    " ",
    "\n",
    "\r",
    "\t",
    "\\",
    "\\\\",
    "\\\"",
    "$",
    "${",
    "#",
    "# x\n",
    "\"a\"",
    "'a'b",
    ")",
    "\0",
    "\u00ff",
    "\u00ef\u00bb\u00bf",
    "a",
    "{}",
    ";;",
    "}}",
    "\\n",
    "=",
    "\"\"",
    " ; ",
    "\\;",
    "${a}{",
    "'\"'"
  };

  private Mutation() {}

  static String of(String text, Random random) {
    StringBuilder damaged = new StringBuilder(text);
    for (int i = random.nextInt(4); i >= 0; i--) {
      damage(damaged, random);
    }
    return damaged.toString();
  }

  private static void damage(StringBuilder text, Random random) {
    int at = random.nextInt(text.length() + 1);
    switch (random.nextInt(12)) {
      case 0 -> text.setLength(at);
      case 1, 2 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(3)));
      case 3 -> deleteOne(text, at, ";{}\"'".charAt(random.nextInt(5)));
      case 4 -> text.insert(at, "x".repeat(random.nextInt(9000)));
      case 5 -> text.insert(at, "\"" + "y\n".repeat(random.nextInt(3000)) + "\"");
      case 6 -> text.insert(0, "#" + "z".repeat(4090 + random.nextInt(12)) + "\n");
      case 7 -> text.insert(at, " ".repeat(random.nextInt(5000)));
      default -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
    }
  }

  private static void deleteOne(StringBuilder text, int from, char c) {
    int found = text.indexOf(String.valueOf(c), from);
    if (found >= 0) {
      text.deleteCharAt(found);
    }
  }
}
