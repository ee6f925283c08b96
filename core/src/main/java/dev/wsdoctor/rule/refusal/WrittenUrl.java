package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The URL of `proxy_pass` with something around or inside it: a link of Markdown, angle brackets,
/// an arrow, a scheme twice or of another protocol, a bare port, a colon too many.
final class WrittenUrl {
  private static final Pattern URL = Pattern.compile("https?://[^\\s<>\\[\\]()\"'`,;{}]+");
  private static final Pattern PORT = Pattern.compile("(?:\\w+://)?:?(\\d{2,5})/?");
  private static final Pattern OTHER =
      Pattern.compile("(?:tcp|udp|fcgi|http2|h2c|grpc|socket|websocket)s?://(.+)");

  private WrittenUrl() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    return refusal.miscounts("proxy_pass")
            || refusal.says("invalid URL prefix", "in upstream \"", "unknown directive")
        ? refusal
            .line()
            .filter(line -> line.is("proxy_pass") && line.parameterCount() > 0)
            .flatMap(line -> right(line).stream())
        : Stream.of();
  }

  private static Optional<Candidate> right(Directive line) {
    SourceRange all = Parameters.range(line, 0, line.parameterCount() - 1);
    return url(all.text())
        .filter(url -> !url.equals(all.text()))
        .map(url -> new Candidate(new Edit(all, url), "write the URL alone: " + url));
  }

  private static Optional<String> url(String text) {
    String once = text.replaceFirst("^(https?://)(?:https?:?/*)", "$1");
    Matcher port = PORT.matcher(once);
    if (port.matches()) {
      return Optional.of("http://127.0.0.1:" + port.group(1));
    }
    Matcher other = OTHER.matcher(once);
    if (other.matches()) {
      return Optional.of("http://" + other.group(1));
    }
    Matcher found = URL.matcher(once);
    return found.find() ? Optional.of(found.group().replaceFirst("[:.]+$", "")) : Optional.empty();
  }
}
