package dev.wsdoctor.app.format;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The secrets in the value of a field, by the field's name. What helps a repair stays readable:
/// the names of cookies, the scheme of an authorization, nginx's variables.
final class SecretFields {
  private static final Pattern COOKIE = Pattern.compile("([^=;\\s]+)=([^;]*)");
  private static final Pattern SCHEME = Pattern.compile("\\s*[\"']?(?:[A-Za-z][\\w-]*\\s+)?");
  private static final Pattern MEMBER = Pattern.compile("[^,\\s]+");
  private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\w+|\\{\\w+\\})|[\\s\"']+");

  /// Above this a subprotocol with a digit in it is taken for a token that rides along
  /// (`base64url.bearer.authorization.k8s.io.<token>`); registered names are shorter.
  private static final int LONGEST_SUBPROTOCOL = 40;

  private SecretFields() {}

  /// `template`: whether `$name` in the value is a variable of nginx and not a part of the secret.
  static Marked in(String name, String value, boolean template) {
    Marked marked = new Marked(value);
    String plain = SecretNames.plain(name);
    switch (plain) {
      case "cookie" -> cookies(marked, template);
      case "set-cookie" -> firstCookie(marked, template);
      case "sec-websocket-protocol" -> subprotocols(marked);
      case "authorization", "proxy-authorization" -> authorization(marked, template);
      default -> {
        if (SecretNames.isSecret(plain)) {
          literal(marked, 0, value.length(), template);
        }
      }
    }
    return marked;
  }

  private static void cookies(Marked marked, boolean template) {
    Matcher pair = COOKIE.matcher(marked.text());
    while (pair.find()) {
      literal(marked, pair.start(2), pair.end(2), template);
    }
    if (marked.text().indexOf('=') < 0) {
      literal(marked, 0, marked.text().length(), template);
    }
  }

  /// Its attributes are no secret (RFC 6265, 4.1.1).
  private static void firstCookie(Marked marked, boolean template) {
    Matcher pair = COOKIE.matcher(marked.text());
    if (pair.find()) {
      literal(marked, pair.start(2), pair.end(2), template);
    }
  }

  private static void subprotocols(Marked marked) {
    Matcher member = MEMBER.matcher(marked.text());
    boolean announced = false;
    while (member.find()) {
      String word = member.group();
      boolean token = announced || isToken(word);
      if (token) {
        marked.mark(member.start(), member.end());
      }
      announced = !token && SecretNames.isSecret(word);
    }
  }

  /// A subprotocol that is no name: `bearer.eyJ...`, or too long for one.
  private static boolean isToken(String word) {
    return word.contains("eyJ")
        || (word.chars().anyMatch(Character::isDigit)
            && (word.length() > LONGEST_SUBPROTOCOL || SecretNames.isSecret(word)));
  }

  /// RFC 9110, 11.6.2: a scheme and what proves the identity; the scheme stays.
  private static void authorization(Marked marked, boolean template) {
    Matcher scheme = SCHEME.matcher(marked.text());
    int from = scheme.lookingAt() ? scheme.end() : 0;
    literal(marked, from, marked.text().length(), template);
  }

  private static void literal(Marked marked, int from, int to, boolean template) {
    if (!template) {
      marked.mark(from, to);
      return;
    }
    Matcher variable = VARIABLE.matcher(marked.text()).region(from, to);
    int done = from;
    while (variable.find()) {
      marked.mark(done, variable.start());
      done = variable.end();
    }
    marked.mark(done, to);
  }
}
