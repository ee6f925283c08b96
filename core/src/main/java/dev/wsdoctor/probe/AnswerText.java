package dev.wsdoctor.probe;

import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Response;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the body of a refusal says, as a person would read it; applications mostly tell the reason
/// there, and nginx has pages of its own.
public final class AnswerText {
  private static final int LONGEST_QUOTE = 120;
  private static final Pattern UNSEEN = Pattern.compile("(?is)<(script|style|head)\\b.*?</\\1>");
  private static final Pattern TAG = Pattern.compile("(?s)<[^>]*>");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private final Observation hop;
  private final String text;

  private AnswerText(Observation hop, String text) {
    this.hop = hop;
    this.text = text;
  }

  public static AnswerText of(Observation hop) {
    String seen = UNSEEN.matcher(hop.body()).replaceAll(" ");
    String bare = TAG.matcher(seen).replaceAll(" ");
    return new AnswerText(hop, SPACE.matcher(bare).replaceAll(" ").strip());
  }

  /// `: 'Session ID unknown'`; nothing where the body is empty or only repeats the status line.
  public String quoted() {
    String reason = hop.response().map(Response::reason).orElse("");
    String rest = text.replace(reason, "").replaceAll("[0-9\\s]", "");
    boolean tells = !rest.isEmpty() && !isPageOfNginx();
    return tells ? ": '" + shortened() + "'" : "";
  }

  private String shortened() {
    return text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "..." : text;
  }

  /// Whether one of these words, given in lower case, stands in it.
  public boolean hasOneOf(String... words) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (String word : words) {
      if (lower.contains(word)) {
        return true;
      }
    }
    return false;
  }

  /// Whether the body is exactly this.
  public boolean is(String whole) {
    return hop.body().equals(whole);
  }

  /// `ngx_http_error_page_tail`: the page that nginx makes for a status by itself.
  public boolean isPageOfNginx() {
    return hop.body().contains("<hr><center>nginx") || hop.body().contains("<hr><center>openresty");
  }

  /// Whether the server calls itself nginx.
  public boolean isFromNginx() {
    return isPageOfNginx()
        || field("Server").filter(name -> name.matches("(?i)(nginx|openresty).*")).isPresent();
  }

  public Optional<String> field(String name) {
    return hop.response().map(Response::fields).orElse(Fields.NONE).first(name);
  }
}
