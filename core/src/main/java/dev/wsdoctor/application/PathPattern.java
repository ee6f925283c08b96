package dev.wsdoctor.application;

import java.util.regex.Pattern;

/// A path of an application's sockets: `*` is one segment or a part of it, `**` any text, a slash
/// at the end takes all below. It matches below any base path, save for `/`, which is only itself.
public record PathPattern(String text, Pattern regex) {
  private static final Pattern WILDCARD = Pattern.compile("\\*\\*?");
  private static final String SAMPLE_SEGMENT = "x1";

  static PathPattern of(String text) {
    StringBuilder regex = new StringBuilder(text.equals("/") ? "" : ".*");
    var wildcard = WILDCARD.matcher(text);
    int from = 0;
    while (wildcard.find()) {
      regex.append(Pattern.quote(text.substring(from, wildcard.start())));
      regex.append(wildcard.end() - wildcard.start() == 2 ? ".+" : "[^/]+");
      from = wildcard.end();
    }
    regex.append(Pattern.quote(text.substring(from)));
    boolean takesAllBelow = text.endsWith("/") && !text.equals("/");
    return new PathPattern(text, Pattern.compile(regex + (takesAllBelow ? ".*" : "")));
  }

  public boolean matches(String path) {
    return regex.matcher(path).matches();
  }

  /// A path that it matches.
  public String sample() {
    return WILDCARD.matcher(text).replaceAll(SAMPLE_SEGMENT);
  }
}
