package dev.wsdoctor.app.format;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The secrets in running text: a sentence, a URL, lines of a configuration, a body.
///
/// Each form is looked for only where a sign of it stands, because most texts have none and a start
/// is not to wait for regular expressions.
final class SecretText {
  private static final String VALUE = "(\"[^\"]*\"|'[^']*'|[^\\s;{}]+)";

  private SecretText() {}

  static Marked in(String text) {
    Marked marked = new Marked(text);
    if (text.indexOf('@') >= 0) {
      each(Patterns.USER, marked, found -> marked.mark(found.start(1), found.end(1)));
    }
    if (text.indexOf('=') >= 0) {
      each(Patterns.PARAMETER, marked, found -> parameter(marked, found));
    }
    if (text.contains("eyJ")) {
      each(Patterns.JWT, marked, found -> marked.mark(found.start(), found.end()));
    }
    if (text.indexOf(':') >= 0) {
      each(Patterns.FIELD, marked, found -> field(marked, found));
      each(Patterns.MEMBER, marked, found -> member(marked, found));
    }
    if (text.contains("asic ") || text.contains("earer ") || text.contains("oken ")) {
      each(Patterns.SCHEME, marked, found -> scheme(marked, found));
    }
    if (text.contains("set") || text.contains("_param") || text.contains("add_header")) {
      each(Patterns.DIRECTIVE, marked, found -> setting(marked, found));
    }
    if (text.contains("secure_link_")) {
      each(Patterns.SECURE_LINK, marked, found -> template(marked, found, 1, "secret"));
    }
    if (text.indexOf('$') >= 0) {
      each(Patterns.COMPARISON, marked, found -> setting(marked, found));
    }
    return marked;
  }

  private static void each(Pattern pattern, Marked marked, Consumer<Matcher> found) {
    Matcher matcher = pattern.matcher(marked.text());
    while (matcher.find()) {
      found.accept(matcher);
    }
  }

  private static void parameter(Marked marked, Matcher found) {
    if (SecretNames.isSecret(found.group(1)) && found.group(2).charAt(0) != '$') {
      marked.mark(found.start(2), found.end(2));
    }
  }

  private static void field(Marked marked, Matcher found) {
    if (SecretNames.isSecretField(found.group(1))) {
      template(marked, found, 2, found.group(1));
    }
  }

  private static void member(Marked marked, Matcher found) {
    if (SecretNames.isSecret(found.group(1))) {
      marked.mark(found.start(2), found.end(2));
    }
  }

  private static void setting(Marked marked, Matcher found) {
    String name = found.group(1);
    if (name.startsWith("$cookie_")) {
      template(marked, found, 2, "secret");
    } else if (SecretNames.isSecret(name) || SecretNames.isSecretField(name)) {
      template(marked, found, 2, name);
    }
  }

  private static void template(Marked marked, Matcher found, int group, String name) {
    marked.mark(found.start(group), SecretFields.in(name, found.group(group), true));
  }

  /// `Basic authentication` and `a Bearer token` are words.
  private static void scheme(Marked marked, Matcher found) {
    String credentials = found.group(2);
    boolean secret =
        found.group(1).equals("Basic")
            ? isBasic(credentials)
            : credentials.chars().anyMatch(Character::isDigit);
    if (secret) {
      marked.mark(found.start(2), found.end(2));
    }
  }

  /// RFC 7617, 2: base64 of `user:password`.
  private static boolean isBasic(String credentials) {
    try {
      byte[] decoded = Base64.getDecoder().decode(credentials);
      return new String(decoded, StandardCharsets.ISO_8859_1).indexOf(':') >= 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /// Compiled when the first sign appears.
  private static final class Patterns {
    /// `https://user:password@host`.
    static final Pattern USER = Pattern.compile("://([^\\s/@\"'<>?#]+)@");

    /// `?token=...` in a URL, `key=...` in a form or a log line.
    static final Pattern PARAMETER = Pattern.compile("([\\w.$-]{1,64})=([^?&\\s\"'<>#;,(){}]+)");

    /// RFC 7519, 3: three parts in base64url, of which the first opens with `{"`.
    static final Pattern JWT = Pattern.compile("eyJ[\\w-]{5,}\\.[\\w-]+(?:\\.[\\w-]*)?");

    static final Pattern FIELD =
        Pattern.compile("(?<![\\w-])([A-Za-z][\\w-]*):[ \t]*([^\r\n\"'\\\\]*)");

    /// A member of a JSON object.
    static final Pattern MEMBER = Pattern.compile("\"([\\w.-]{1,64})\"\\s*:\\s*\"([^\"]*)\"");

    static final Pattern SCHEME =
        Pattern.compile("\\b(Basic|Bearer|Token)\\s+([A-Za-z0-9+/=._~-]{6,})");

    /// `proxy_set_header NAME VALUE`, `fastcgi_param NAME VALUE`, `set $NAME VALUE`.
    static final Pattern DIRECTIVE =
        Pattern.compile(
            "\\b(?:set\\s+[\"']?(?=\\$)|(?:add_header|[a-z]+_set_header|[a-z]+_param)\\s+[\"']?)"
                + "(\\$?[\\w.-]+)[\"']?\\s+"
                + VALUE);

    static final Pattern SECURE_LINK = Pattern.compile("\\bsecure_link_(?:secret|md5)\\s+" + VALUE);

    /// `if ($http_x_api_key != "...")`, and a step's `$api_key is "..."`.
    static final Pattern COMPARISON =
        Pattern.compile(
            "(\\$\\w+)(?:\\s+is\\s+|\\s*!?[=~]\\*?\\s*)(\"[^\"]*\"|'[^']*'|[^\\s;{}()]+)");

    private Patterns() {}
  }
}
