package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.BuiltInVariables;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.regex.Compiled;
import dev.wsdoctor.regex.Regexes;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Variables that are used, and those that exist; nginx compares the two when a top block has ended
/// (ngx_http_variables_init_vars).
final class Variables {
  private static final String PLAIN = "^$/.-:~@%|";
  private static final Pattern NAMED_GROUP = Pattern.compile("\\(\\?P?[<'](\\w+)[>']");

  private final BuiltInVariables builtIn;
  private final Report report;
  private final Map<String, Directive> used = new LinkedHashMap<>();
  private final Set<String> defined = new HashSet<>();

  /// Texts to look at when the levels are merged, each with the first directive that has it.
  private final Map<String, Directive> later = new LinkedHashMap<>();

  /// Takes what is wrong, and the offset of the `$` where it is.
  private interface Complaint {
    void make(String message, int dollar);
  }

  Variables(NginxVersion version, Report report) {
    this.builtIn = BuiltInVariables.of(version);
    this.report = report;
  }

  /// Notes the variables in a text.
  void use(Directive directive, String text) {
    use(directive, text, (message, _) -> report.error(directive, message));
  }

  /// As [#use], with the words that `log_format` has of its own.
  void useInLog(Directive directive, String text) {
    use(
        directive,
        text,
        (_, dollar) ->
            report.error(directive, "invalid parameter \"" + text.substring(dollar) + "\""));
  }

  /// As [#use], for texts that nginx looks at when it merges the levels of `http`, and only then.
  void useWhenMerged(Directive directive, String text) {
    later.putIfAbsent(text, directive);
  }

  /// nginx merges the levels of `http`; messages have the place where that ends.
  void merge(Directive http) {
    later.forEach(
        (text, directive) ->
            use(directive, text, (message, _) -> report.errorAtEnd(http, message)));
  }

  /// ngx_http_script_compile
  private void use(Directive directive, String text, Complaint complaint) {
    int dollar = text.indexOf('$');
    while (dollar >= 0) {
      int next = dollar + 1;
      boolean braced = text.startsWith("{", next);
      int start = braced ? next + 1 : next;
      int end = start;
      while (end < text.length() && isNamePart(text.charAt(end))) {
        end++;
      }
      if (!isCapture(text, next) && !take(directive, text, start, end, complaint)) {
        return;
      }
      dollar = text.indexOf('$', Math.max(end, next));
    }
  }

  private static boolean isCapture(String text, int at) {
    return at < text.length() && text.charAt(at) >= '1' && text.charAt(at) <= '9';
  }

  private boolean take(Directive directive, String text, int start, int end, Complaint complaint) {
    boolean braced = text.charAt(start - 1) == '{';
    int dollar = braced ? start - 2 : start - 1;
    boolean closed = end < text.length() && text.charAt(end) == '}';
    String name = text.substring(Math.min(start, end), end);
    if (braced && !closed && start < text.length()) {
      complaint.make("the closing bracket in \"" + name + "\" variable is missing", dollar);
      return false;
    }
    if (name.isEmpty()) {
      complaint.make("invalid variable name", dollar);
      return false;
    }
    useName(directive, name);
    return true;
  }

  void useName(Directive directive, String name) {
    used.putIfAbsent(name.toLowerCase(Locale.ROOT), directive);
  }

  /// Whether it is one that nginx sets itself and nobody else may.
  boolean isReserved(String name) {
    return builtIn.contains(name.toLowerCase(Locale.ROOT)) && !builtIn.isChangeable(name);
  }

  void define(String name) {
    defined.add(name.toLowerCase(Locale.ROOT));
  }

  /// A regular expression of a directive: defines its named groups, and says what PCRE has against
  /// it.
  void regex(Directive directive, String pattern) {
    if (pattern.contains("(?")) {
      Matcher group = NAMED_GROUP.matcher(pattern);
      while (group.find()) {
        define(group.group(1));
      }
    }
    if (!isPlain(pattern)
        && Regexes.compile(pattern, false) instanceof Compiled.Invalid(String message)) {
      report.error(directive, message);
    }
  }

  /// Whether nothing can be wrong with it: most patterns of a large file, and compiling takes time.
  private static boolean isPlain(String pattern) {
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      boolean escaped = c == '\\' && pattern.startsWith("\\.", i);
      if (!escaped && !isNamePart(c) && PLAIN.indexOf(c) < 0) {
        return false;
      }
      i += escaped ? 1 : 0;
    }
    return true;
  }

  private static boolean isNamePart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  /// Reports what does not exist, at the end of a top block. Modules that are not known here may
  /// define variables that are not known either.
  void end(boolean stream) {
    if (!report.hasThirdParty()) {
      used.forEach(
          (name, directive) -> {
            boolean known = stream ? builtIn.containsInStream(name) : builtIn.contains(name);
            if (!known && !defined.contains(name)) {
              report.unpositioned(directive, "unknown \"" + name + "\" variable");
            }
          });
    }
    used.clear();
    later.clear();
    defined.clear();
  }
}
