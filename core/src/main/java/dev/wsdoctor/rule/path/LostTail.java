package dev.wsdoctor.rule.path;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.regex.Compiled;
import dev.wsdoctor.regex.Match;
import dev.wsdoctor.regex.Regex;
import dev.wsdoctor.regex.Regexes;
import dev.wsdoctor.rule.SocketPath;
import dev.wsdoctor.rule.WrittenParameter;
import dev.wsdoctor.rule.path.SentPath.Fault;
import java.util.List;
import java.util.Optional;

/// A regular expression that ends before the path does, and a URI that is made of its groups: what
/// stands behind the match is in none of them.
final class LostTail {
  private static final String QUERY = "$is_args$args";

  private LostTail() {}

  /// Of a location, where `proxy_pass` has variables and with them the whole URI.
  static Optional<Fault> of(SentPath path) {
    return path.location()
        .filter(
            location -> location.isRegex() && usesGroups(location.name(), path.pass().parameter()))
        .filter(_ -> path.isReplaced() && path.writtenUri().startsWith("/"))
        .filter(_ -> !path.writtenUri().matches(".*\\$\\{?(?:request_uri|uri|document_uri)\\b.*"))
        .flatMap(
            location -> {
              boolean caseless = location.kind() == Location.Kind.REGEX_CASELESS;
              String rest = behind(location.name(), caseless, SentPath.path(path.asked()));
              return isLost(rest, path.sent())
                  ? Optional.of(fault(path.pass(), path.sent(), rest, mend(path.pass(), location)))
                  : Optional.empty();
            });
  }

  private static boolean usesGroups(String pattern, String text) {
    return (text.matches(".*\\$[1-9].*") && !LostCapture.groups(pattern).isEmpty())
        || LostCapture.namedGroups(pattern).anyMatch(group -> text.contains("$" + group));
  }

  /// Of a rewrite, whose replacement is the whole path.
  static Optional<Fault> of(Directive rewrite, String asked, String sent) {
    String rest = behind(rewrite.parameter(), false, SentPath.path(asked));
    String replacement = rewrite.parameters().get(1);
    boolean made =
        usesGroups(rewrite.parameter(), replacement)
            && !replacement.contains("?")
            && isLost(rest, sent);
    return made ? Optional.of(fault(rewrite, sent, rest, mend(rewrite))) : Optional.empty();
  }

  private static boolean isLost(String rest, String sent) {
    return rest.matches("/?\\w.*") && !SentPath.path(sent).endsWith(rest);
  }

  private static String behind(String pattern, boolean caseless, String path) {
    if (Regexes.compile(pattern, caseless) instanceof Compiled.Valid(Regex regex)
        && regex.match(path) instanceof Match.Matched(List<Optional<String>> groups)) {
      String words = groups.getFirst().orElse("");
      return path.startsWith(words) ? path.substring(words.length()) : "";
    }
    return "";
  }

  private static Fault fault(Directive by, String sent, String rest, Fix mend) {
    return new Fault(
        by,
        sent,
        SocketPath.looksLikeOne(rest) ? Severity.ERROR : Severity.WARNING,
        SocketPath.looksLikeOne(rest) ? 0.87 : 0.76,
        "The expression ends before the path does, and %s, which stands behind the match, is not sent."
            .formatted(rest),
        mend);
  }

  private static Fix mend(Directive rewrite) {
    String group = "$" + (LostCapture.groups(rewrite.parameter()).size() + 1);
    String slash =
        rewrite.parameter().endsWith("/") && !rewrite.parameters().get(1).endsWith("/") ? "/" : "";
    return Fix.review(
        "keep what follows in a group",
        List.of(
            WrittenParameter.of(rewrite, 0).append("(.*)$"),
            WrittenParameter.of(rewrite, 1).append(slash + group)));
  }

  private static Fix mend(Directive pass, Location location) {
    String url = pass.parameter();
    String front = url.endsWith(QUERY) ? url.substring(0, url.length() - QUERY.length()) : url;
    String slash = location.name().endsWith("/") && !front.endsWith("/") ? "/" : "";
    String mended = front + slash + "$behind" + (url.contains("?") ? "" : QUERY);
    Edit group = WrittenParameter.last(location.directive()).append("(?<behind>.*)$");
    return Fix.review(
        "keep what follows in a group, and proxy to " + mended,
        List.of(group, new Edit(pass.parameterRange(0), mended)));
  }
}
