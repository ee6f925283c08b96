package dev.wsdoctor.rule;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Content-Security-Policy as it stands in a file, quotes and all.
record WrittenPolicy(String text) {
  /// What a policy lets a page connect to, and where the list ends.
  private static final Pattern CONNECTIONS = list("connect-src");

  private static final Pattern FALLBACK = list("default-src");

  /// `'none'`, and what means something to scripts and styles alone.
  private static final Pattern NOT_OF_CONNECTIONS = Pattern.compile("(?i)\\s+'(?!self')[^']*'");

  private static Pattern list(String directive) {
    return Pattern.compile(
        "(?i)(?<![\\w-])" + directive + "(?<list>(\\s+[^\\s;,\"]+)*)(?=\\s*([;,\"]|$))");
  }

  /// With one source more for connections; nothing where it does not say what they may be.
  Optional<String> allowing(String source) {
    Matcher own = CONNECTIONS.matcher(text);
    if (own.find()) {
      return Optional.of(
          new StringBuilder(text)
              .replace(own.start("list"), own.end("list"), longer(own, source))
              .toString());
    }
    Matcher inherited = FALLBACK.matcher(text);
    return inherited.find()
        ? Optional.of(
            new StringBuilder(text)
                .insert(inherited.end("list"), "; connect-src" + longer(inherited, source))
                .toString())
        : Optional.empty();
  }

  private static String longer(Matcher found, String source) {
    return NOT_OF_CONNECTIONS.matcher(found.group("list")).replaceAll("") + " " + source;
  }
}
