package dev.wsdoctor.conformance.nginx;

import static dev.wsdoctor.conformance.nginx.Pieces.chance;
import static dev.wsdoctor.conformance.nginx.Pieces.one;

import java.util.List;
import java.util.Random;

/// Makes directives of the rewrite module.
final class RewriteGenerator {
  private static final List<String> REPLACEMENTS =
      List.of(
          "/b/$1",
          "/ws/$2?r=$1",
          "/a",
          "/c/?",
          "/api/$1?x=1&y=$arg_a?",
          "/$map0",
          "$1",
          "http://r.test/$1",
          "https://s.test$uri?",
          "$scheme://t.test/$1?k=v",
          "/f.txt",
          "/a b/$1");

  private final Random random;
  private final StringBuilder out;

  RewriteGenerator(Random random, StringBuilder out) {
    this.random = random;
    this.out = out;
  }

  void generate(boolean inLocation) {
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      directive(inLocation, 0);
    }
  }

  private void directive(boolean inLocation, int depth) {
    int dice = random.nextInt(100);
    if (dice < 30) {
      out.append("set $")
          .append(one(random, List.of("v0", "v1", "v0", "args")))
          .append(' ')
          .append(Pieces.value(random))
          .append(";\n");
    } else if (dice < 60) {
      rewrite();
    } else if (dice < 90 && depth < 1) {
      conditional(inLocation, depth);
    } else if (dice < 93) {
      out.append("break;\n");
    } else if (dice < 96) {
      out.append(
          one(
              random,
              List.of(
                  "return 418;\n",
                  "return 200 t;\n",
                  "return 302 /r$uri?$args;\n",
                  "return 403;\n")));
    }
  }

  private void rewrite() {
    out.append("rewrite \"")
        .append(one(random, Pieces.PATTERNS))
        .append("\" \"")
        .append(one(random, REPLACEMENTS))
        .append('"')
        .append(
            one(random, List.of("", "", " last", " break", " break", " redirect", " permanent")))
        .append(";\n");
  }

  private void conditional(boolean inLocation, int depth) {
    out.append("if (").append(condition()).append(") {\n");
    directive(inLocation, depth + 1);
    if (inLocation && chance(random, 40)) {
      out.append(
          one(
              random,
              List.of(
                  "root ROOT/sub;\n",
                  "proxy_pass http://up1;\n",
                  "error_page 404 403 /a;\n",
                  "proxy_pass http://up0$uri;\n")));
    }
    out.append("}\n");
  }

  private String condition() {
    String variable =
        one(
            random,
            List.of(
                "$http_upgrade",
                "$http_x_a",
                "$uri",
                "$arg_a",
                "$host",
                "$request_method",
                "$map0",
                "$v0",
                "$args",
                "$http_cookie",
                "$1"));
    if (variable.equals("$1")) {
      variable = "$seg";
    }
    return switch (random.nextInt(6)) {
      case 0 -> variable;
      case 1 ->
          variable
              + " = "
              + one(random, List.of("websocket", "one", "GET", "\"\"", "0", "a.test", "$uri"));
      case 2 -> variable + " != " + one(random, List.of("websocket", "POST", "\"\"", "$http_x_a"));
      case 3 ->
          variable + " ~ \"" + one(random, List.of("^(.)(.*)$", "web", "^/a", "^$", "t$")) + "\"";
      case 4 ->
          variable
              + one(random, List.of(" ~* ", " !~* ", " !~ "))
              + "\""
              + one(random, List.of("^(.)(.*)$", "WEB", "^/A", "get"))
              + "\"";
      default ->
          one(random, List.of("-f", "!-f", "-d", "-e", "!-e"))
              + " "
              + one(random, List.of("$request_filename", "ROOT/f.txt", "ROOT$uri"));
    };
  }
}
