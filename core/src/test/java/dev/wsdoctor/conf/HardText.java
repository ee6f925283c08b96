package dev.wsdoctor.conf;

import java.util.Random;

/// Texts made of the pieces that hurt a lexer.
final class HardText {
  private static final String[] PIECES = {
    "a",
    "location ",
    "if (",
    ")",
    " ",
    "\n",
    "\r\n",
    "\t",
    ";",
    "; ",
    " { ",
    "{",
    "}",
    "\n}\n",
    "\"",
    "'",
    "\"b\"",
    "'c d'",
    "\\",
    "\\\\",
    "\\\"",
    "\\;",
    "$",
    "${",
    "${x}",
    "$y",
    "#",
    "# z\n",
    "\0",
    "\u00ff",
    "\u00ef\u00bb\u00bf",
    "include x;",
    "x_by_lua_block {",
    "[[",
    "]]",
    "--",
    "\\n",
    "proxy_set_header Upgrade $http_upgrade;\n"
  };

  private HardText() {}

  static String of(Random random) {
    StringBuilder text = new StringBuilder();
    int pieces = random.nextInt(60);
    for (int i = 0; i < pieces; i++) {
      switch (random.nextInt(40)) {
        case 0 -> text.append((char) random.nextInt(256));
        case 1 -> text.append("w".repeat(random.nextInt(5000)));
        case 2 -> text.append(" ".repeat(4096 - text.length() % 4096));
        default -> text.append(PIECES[random.nextInt(PIECES.length)]);
      }
    }
    return text.toString();
  }
}
